// Lines of many tiny pieces, drawn with as few as the eye needs.

/**
 * A pen that leaves out corners no eye can see: those less than a quarter of a pixel off
 * the line that goes on without them, over a few pixels at most. Strokes of hundreds of
 * tiny pieces are what costs most in a picture. end() finishes the line.
 */
export function makePen(context) {
  let ax = 0, ay = 0, px = 0, py = 0, pending = false; // last corner drawn, next candidate
  const pen = {
    moveTo(x, y) {
      pen.end();
      context.moveTo((ax = x), (ay = y));
    },
    lineTo(x, y) {
      if (pending && !hidden(px - ax, py - ay, x - ax, y - ay)) context.lineTo((ax = px), (ay = py));
      px = x;
      py = y;
      pending = true;
    },
    end() {
      if (pending) context.lineTo(px, py);
      pending = false;
    },
  };
  return pen;
}

/** Whether a corner at p, seen from the last one, may be left out on the way to q. */
function hidden(px, py, qx, qy) {
  const along = px * qx + py * qy, across = px * qy - py * qx, length = qx * qx + qy * qy;
  if (length > 64) return false;
  if (px * px + py * py < 0.0625 && length < 0.25) return true; // a heap of points
  return along >= 0 && along <= length && across * across < 0.0625 * length;
}
