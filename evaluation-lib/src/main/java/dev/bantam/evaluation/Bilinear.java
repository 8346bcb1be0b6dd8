package dev.bantam.evaluation;

import dev.bantam.dataset.Sample;

/**
 * Scales pictures: bilinear between pixel centres, as RESIZE_BILINEAR with half-pixel centres does.
 */
final class Bilinear {
  private Bilinear() {}

  static float[] resize(Sample picture, int height, int width) {
    int rows = picture.shape().extent(0);
    int columns = picture.shape().extent(1);
    var from = picture.values();
    var to = new float[height * width * 3];
    for (int y = 0; y < height; y++) {
      float sourceY = Math.max((y + 0.5f) * rows / height - 0.5f, 0);
      int top = Math.min((int) sourceY, rows - 1);
      int bottom = Math.min(top + 1, rows - 1);
      for (int x = 0; x < width; x++) {
        float sourceX = Math.max((x + 0.5f) * columns / width - 0.5f, 0);
        int left = Math.min((int) sourceX, columns - 1);
        int right = Math.min(left + 1, columns - 1);
        for (int c = 0; c < 3; c++) {
          float upper =
              mix(
                  from[(top * columns + left) * 3 + c],
                  from[(top * columns + right) * 3 + c],
                  sourceX - left);
          float lower =
              mix(
                  from[(bottom * columns + left) * 3 + c],
                  from[(bottom * columns + right) * 3 + c],
                  sourceX - left);
          to[(y * width + x) * 3 + c] = mix(upper, lower, sourceY - top);
        }
      }
    }
    return to;
  }

  private static float mix(float a, float b, float share) {
    return a + (b - a) * share;
  }
}
