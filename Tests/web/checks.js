// What a person with a thumb, a keyboard or weak eyes would stumble over and axe does not say (it reads no contrast in a drawing), as sentences. Runs in the page.
() => {
  const found = [];
  const visible = (element) => element.checkVisibility() && !element.closest('.hidden, [aria-hidden="true"], .skip');
  const said = (element) => `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}"> “${(element.textContent ?? '').trim().slice(0, 40)}”`;
  for (const element of document.querySelectorAll('a[href], button, select, input')) {
    const box = element.getBoundingClientRect();
    if (visible(element) && box.width && (box.width < 24 || box.height < 22)) found.push(`too small to touch (${Math.round(box.width)} × ${Math.round(box.height)}): ${said(element)}`);
  }
  if (document.querySelectorAll('h1').length !== 1) found.push(`${document.querySelectorAll('h1').length} h1`);
  for (const element of document.querySelectorAll('[tabindex]')) if (element.tabIndex > 0) found.push(`out of order: ${said(element)}`);

  const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true });
  const known = new Map();
  const numbers = (text) => {
    if (!known.has(text)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = text;
      canvas.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
      known.set(text, [r, g, b, a / 255]);
    }
    return known.get(text);
  };
  const over = (top, below) => [0, 1, 2].map((k) => top[k] * top[3] + below[k] * (1 - top[3])).concat(1);
  const behind = (element) => {
    const layers = [];
    for (let each = element; each; each = each.parentElement) {
      const color = numbers(getComputedStyle(each).backgroundColor);
      if (color[3] > 0) layers.push(color);
      if (color[3] === 1) break;
    }
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 1]);
  };
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)).reduce((sum, c, k) => sum + c * [0.2126, 0.7152, 0.0722][k], 0);
  const seen = new Set();
  for (const element of document.querySelectorAll('body *')) {
    if (!visible(element) || element.closest(':disabled') || element.tagName === 'OPTION' || ![...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())) continue;
    const style = getComputedStyle(element);
    const ground = behind(element);
    const ink = over(numbers(element instanceof SVGElement ? style.fill : style.color), ground);
    const [a, b] = [light(ink), light(ground)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const key = `${style.color}${ground}${element.className}`;
    if (ratio < (large ? 3 : 4.5) && !seen.has(key)) { seen.add(key); found.push(`contrast ${ratio.toFixed(2)}: ${said(element)}`); }
  }
  if (document.documentElement.scrollWidth > innerWidth + 1) found.push(`${document.documentElement.scrollWidth} px wide on ${innerWidth}`);
  return found;
}
