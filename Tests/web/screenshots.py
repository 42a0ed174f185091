"""Pictures of a demo house for docs/screenshots, on a morning in May. Usage: screenshots.py EMS [PAGE…]."""
import io, os, sys, time
from PIL import Image
from playwright.sync_api import sync_playwright
from house import House

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../docs/screenshots')
PAGES = {'dashboard': '', 'plan': '/plan', 'control': '/control', 'savings': '/savings', 'telemetry': '/telemetry?device=inverter&metric=battery_soc_pct&span=7d', 'devices': '/devices/charger',
         'alerts': '/alerts', 'settings': '/settings', 'tariff': '/settings/tariff', 'jobs': '/settings/jobs', 'people': '/settings/people', 'add': '/devices', 'new': None}
SHOTS = [('wide', 1440, 900, 'light'), ('phone', 360, 780, 'dark')]

def shoot(page, house, name, path, size, scheme):
    page.goto(f'{house.url}/site/home01{path}' if path is not None else f'{house.url}/site/-/new')
    page.wait_for_selector('h1')
    page.wait_for_timeout(1500)
    if name == 'control':
        page.get_by_label('Power').fill('3')
        page.wait_for_timeout(800)
    if name == 'tariff':
        page.locator('main select').first.select_option('fixed')
        page.locator('input[type=number]').first.fill('3.2')
        page.wait_for_timeout(1200)
    if name == 'add':
        page.get_by_label('Model').select_option('deye_sg_lp3')
        page.locator('fieldset').wait_for()
        page.get_by_label('Model').scroll_into_view_if_needed()
        page.evaluate('scrollTo(0, document.body.scrollHeight)')
    if name == 'new':
        page.get_by_label('Name', exact=True).fill('Cottage')
        page.get_by_label('Market area').select_option('CZ')
    if name == 'alerts':
        page.locator('.alerts li').first.wait_for(timeout=8000)
    image = Image.open(io.BytesIO(page.screenshot())).convert('RGB').quantize(256, dither=Image.Dither.NONE)
    file = os.path.join(FOLDER, f'{name}-{size}-{scheme}.png')
    image.save(file, optimize=True)
    print(f'{os.path.basename(file)} {os.path.getsize(file) / 1000:.0f} kB')

def main():
    wanted = sys.argv[2:] or list(PAGES)
    os.makedirs(FOLDER, exist_ok=True)
    house = House(sys.argv[1], at='2026-05-20T06:20:00Z')
    try:
        house.start()
        house.sql("select ems.fn_alert_raise('home01', 'device_silent', 'garage_meter', 'no answer for 3 minutes', now())")
        for email, name, role in (('petr@example.org', 'Petr', 'operator'), ('jana@example.org', 'Jana', 'guest'), ('elektro@example.org', 'Elektro Novák', 'installer')):
            house.sql(f"select ems.fn_user_add('{email}', '{name}', null, null, now()), ems.fn_user_member('{email}', 'home01', '{role}')")
        house.wait('devices that were told', 90, lambda: house.sql("select 1 from ems.command having count(*) > 0 and count(*) filter (where state in ('pending', 'sent', 'acked')) = 0"))
        time.sleep(15)  # and have done so, and been read
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path='/usr/bin/chromium-headless-shell', args=['--no-sandbox'])
            state = None
            if link := house.setup_link():
                page = browser.new_page(locale='en', color_scheme='light', viewport={'width': 800, 'height': 640})
                page.clock.install(time=house.now())
                page.goto(link)
                page.get_by_label('E-mail').fill('anna@example.org')
                page.get_by_label('Password').fill('correct horse battery staple')
                if 'dashboard' in wanted: page.screenshot(path=os.path.join(FOLDER, 'setup.png'))
                page.get_by_role('button', name='Create the account').click()
                page.wait_for_url('**/site/home01')
                state = page.context.storage_state()
            for size, width, height, scheme in SHOTS + [('tablet', 768, 1024, 'dark')]:
                context = browser.new_context(viewport={'width': width, 'height': height}, color_scheme=scheme, locale='en', reduced_motion='reduce', storage_state=state)
                page = context.new_page()
                page.clock.install(time=house.now())
                for name in wanted:
                    if size != 'tablet' or name in ('dashboard', 'plan'): shoot(page, house, name, PAGES[name], size, scheme)
                context.close()
            browser.close()
    finally:
        house.stop()

main()
