/**
 * The first script of the page: inflates its style and the script that builds it, and puts them in. The policy of the
 * page names both by their hashes, so that nothing else could ever run in their place.
 */
import { inflate } from './inflate.ts';

const code = document.getElementById('report-code');
if (code instanceof HTMLTemplateElement) {
  const texts = code.content.textContent?.split('\n') ?? [];
  code.remove();
  void Promise.all(texts.map(inflate)).then((parts) => {
    for (const [index, part] of parts.entries()) {
      const made = document.createElement(index === 0 ? 'style' : 'script');
      made.textContent = new TextDecoder().decode(part);
      document.head.append(made);
    }
  });
}
