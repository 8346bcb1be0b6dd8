package dev.bantam.dataset;

import dev.bantam.type.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;

/** Decodes pictures to {@code [height, width, 3]}, red, green, blue, 0 to 255. */
final class Pictures {
  private static final List<String> ENDINGS = List.of(".jpg", ".jpeg", ".png", ".bmp", ".gif");

  private Pictures() {}

  static boolean isPicture(String lowerCasePath) {
    return ENDINGS.stream().anyMatch(lowerCasePath::endsWith);
  }

  static Sample decode(String path, byte[] bytes, DatasetLimits limits) throws IOException {
    try (var in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
      var readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext())
        throw DatasetException.invalid(
            path, "is no picture that we can decode (JPEG, PNG, BMP, GIF)");
      var reader = readers.next();
      try {
        reader.setInput(in, true, true);
        // The size is read from the header, so that a picture of a billion pixels is refused before
        // it is decoded.
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > limits.pixels())
          throw DatasetException.tooLarge(path, "%d pixels, at most %d", pixels, limits.pixels());
        return sample(reader.read(0));
      } finally {
        reader.dispose();
      }
    } catch (IndexOutOfBoundsException | IllegalArgumentException | NegativeArraySizeException e) {
      // What decoders throw on damaged files.
      throw new DatasetException(
          dev.bantam.error.ErrorCode.INVALID_DATASET, path, "the picture is damaged", e);
    }
  }

  private static Sample sample(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    var values = new float[width * height * 3];
    var row = new int[width];
    for (int y = 0, at = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int pixel : row) {
        values[at++] = (pixel >> 16) & 255;
        values[at++] = (pixel >> 8) & 255;
        values[at++] = pixel & 255;
      }
    }
    return new Sample(Shape.of(height, width, 3), values);
  }
}
