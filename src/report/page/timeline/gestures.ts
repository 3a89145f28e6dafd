/** Mouse, pen, fingers and wheel on the picture, as what a reader means by them. */

/** All places in pixels from the top left corner of the canvas. */
export interface Gestures {
  /** Time goes along with the pointer by so many pixels to the right. */
  drag(byX: number): void;
  /** What is seen becomes `factor` times as long, around a place. */
  zoom(factor: number, x: number): void;
  point(x: number, y: number): void;
  leave(): void;
  click(x: number, y: number): void;
}

/** Further than this is a drag and no click, in pixels. */
const CLICK_REACH = 4;

/**
 * Drag pans, two fingers pinch, Ctrl or ⌘ with the wheel zooms, Shift with the wheel or a wheel to the side pans. A
 * wheel alone scrolls the page: the picture may be taller than the window, and a reader who scrolls past must not get lost.
 */
export function listenForGestures(canvas: HTMLCanvasElement, gestures: Gestures): void {
  const pointers = new Map<number, { readonly x: number; readonly y: number }>();
  let pressed: { readonly x: number; readonly y: number; isDrag: boolean } | undefined;
  const placeOf = ({ clientX, clientY }: MouseEvent): { readonly x: number; readonly y: number } => {
    const { left, top } = canvas.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };
  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    const place = placeOf(event);
    pointers.set(event.pointerId, place);
    pressed = { ...place, isDrag: pointers.size > 1 };
  });
  canvas.addEventListener('pointermove', (event) => {
    const place = placeOf(event);
    const before = pointers.get(event.pointerId);
    if (before === undefined || pressed === undefined) return gestures.point(place.x, place.y);
    pressed.isDrag ||= Math.hypot(place.x - pressed.x, place.y - pressed.y) > CLICK_REACH;
    pointers.set(event.pointerId, place);
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    if (other !== undefined) {
      const apart = (point: { readonly x: number }): number => Math.max(20, Math.abs(point.x - other.x));
      gestures.drag((place.x - before.x) / 2);
      gestures.zoom(apart(before) / apart(place), (place.x + other.x) / 2);
    } else if (pressed.isDrag) gestures.drag(place.x - before.x);
  });
  canvas.addEventListener('pointerup', (event) => {
    const place = placeOf(event);
    if (pressed?.isDrag === false && pointers.size === 1) gestures.click(place.x, place.y);
    pointers.delete(event.pointerId);
  });
  canvas.addEventListener('pointercancel', ({ pointerId }) => pointers.delete(pointerId));
  canvas.addEventListener('pointerleave', () => gestures.leave());
  canvas.addEventListener(
    'wheel',
    (event) => {
      const pixels = event.deltaMode === 0 ? 1 : 20;
      if (event.ctrlKey || event.metaKey) {
        gestures.zoom(Math.exp(Math.max(-1, Math.min(1, event.deltaY * pixels * 0.005))), placeOf(event).x);
      } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        gestures.drag(-(event.deltaX === 0 ? event.deltaY : event.deltaX) * pixels);
      } else return;
      event.preventDefault();
    },
    { passive: false },
  );
}
