"""A demo house of its own: `ems demo` on a free port and in a folder that goes away; at another time than now, if wanted."""
import os, re, shutil, signal, socket, subprocess, tempfile, time, urllib.error, urllib.request
from datetime import datetime, timedelta, timezone

HERE = os.path.dirname(os.path.abspath(__file__))

class House:
    def __init__(self, ems, at=None):
        """at: an instant (ISO 8601) at which the house starts; its clock runs on from there (clock.c)."""
        self.folder = tempfile.mkdtemp(prefix='ems-web-')
        os.chmod(self.folder, 0o755)  # PostgreSQL runs as its own user where root starts it
        with socket.socket() as s:
            s.bind(('127.0.0.1', 0))
            port = s.getsockname()[1]
        self.url = f'http://127.0.0.1:{port}'
        self.ems = ems
        self.log = open(f'{self.folder}/demo.log', 'w+')
        environment = {k: v for k, v in os.environ.items() if not k.startswith('EMS_')}
        self.ahead = timedelta(0)
        if at:
            self.ahead = datetime.fromisoformat(at.replace('Z', '+00:00')) - datetime.now(timezone.utc)
            subprocess.run(['cc', '-O2', '-Wall', '-Wextra', '-shared', '-fPIC', '-o', f'{self.folder}/clock.so', f'{HERE}/clock.c', '-ldl'], check=True)
            os.chmod(f'{self.folder}/clock.so', 0o755)
            environment |= {'LD_PRELOAD': f'{self.folder}/clock.so', 'EMS_CLOCK_OFFSET_S': str(round(self.ahead.total_seconds()))}
        self.process = subprocess.Popen([ems, 'demo', '--offline', '--data-dir', f'{self.folder}/data', '--http-bind', f'127.0.0.1:{port}', '--web-dir', '.build/web'], stdout=self.log, stderr=self.log, env=environment)

    def now(self):
        """What the house's clock says."""
        return datetime.now(timezone.utc) + self.ahead

    def said(self):
        with open(f'{self.folder}/demo.log') as log:
            return log.read()

    def wait(self, what, seconds, until):
        """Asks until `until` answers something true; says what it waited for when it does not."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise RuntimeError(f'ems demo ended: {self.said()[-600:]}')
            if answer := until():
                return answer
            time.sleep(0.3)
        raise TimeoutError(f'{what} did not come within {seconds} s')

    def alive(self):
        try:
            return urllib.request.urlopen(f'{self.url}/live', timeout=2).status == 200
        except (urllib.error.URLError, OSError):
            return False

    def start(self, past=True):
        self.wait('the server', 120, self.alive)
        if not past:
            self.wait('a plan', 120, lambda: self.sql("select 1 from ems.planning_run where site_id = 'home01' and accepted"))
            return self
        self.wait('the battery', 90, lambda: self.sql("select 1 from ems.fn_site_signal('home01', now()) where signal = 'soc_pct' and fresh"))
        self.wait('a plan that knows the battery', 120, lambda: self.sql("select 1 from ems.planning_run where site_id = 'home01' and accepted and problem ? 'battery'"))
        subprocess.run([*self.psql(), '-v', 'site=home01', '-f', f'{HERE}/history.sql'], env=self.environment(), check=True, stdout=subprocess.DEVNULL)
        return self

    def psql(self):
        with open(f'{self.folder}/data/postgresql/port') as file:
            port = file.read().strip()
        return ['psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-h', '127.0.0.1', '-p', port, '-U', 'postgres', '-d', 'ems']

    def environment(self):
        with open(f'{self.folder}/data/postgresql/password') as file:
            return {**os.environ, 'PGPASSWORD': file.read().strip()}

    def sql(self, text):
        """One value as text, or ''."""
        done = subprocess.run([*self.psql(), '-Atc', text], env=self.environment(), capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr.strip())
        return done.stdout.strip()

    def uri(self):
        port = self.psql()[self.psql().index('-p') + 1]
        return f"postgresql://postgres:{self.environment()['PGPASSWORD']}@127.0.0.1:{port}/ems"

    def user(self, *arguments, password):
        subprocess.run([self.ems, 'user', *arguments, '--password-stdin', '--database-url', self.uri()], input=password + '\n', text=True, check=True, capture_output=True)

    def setup_link(self):
        found = re.search(r'(http://\S+/setup\?token=\S+)', self.said())
        return found and found.group(1)

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(40)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)
