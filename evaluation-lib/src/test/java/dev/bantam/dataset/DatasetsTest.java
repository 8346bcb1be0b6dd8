package dev.bantam.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.npz.Npz;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetsTest {
  @TempDir Path folder;

  @Test
  void readsClassFoldersOfPicturesFromAZipAndFromAFolder() throws IOException {
    var files = new TreeMap<String, byte[]>();
    files.put("set/cat/1.png", picture(2, 1, 0x0A141E));
    files.put("set/ant/1.png", picture(2, 1, 0xFF0001));
    files.put("set/ant/readme.txt", new byte[3]);
    files.put("__MACOSX/ant/1.png", new byte[3]);
    for (var path : new Path[] {zip("pictures", files), folder("pictures.d", files)}) {
      try (var dataset = Datasets.open(path, DatasetLimits.DEFAULT)) {
        assertThat(dataset.classes()).containsExactly("ant", "cat");
        assertThat(dataset.size()).isEqualTo(2);
        assertThat(dataset.label(1)).isEqualTo(1);
        assertThat(dataset.sample(0))
            .isEqualTo(new Sample(Shape.of(1, 2, 3), new float[] {255, 0, 1, 255, 0, 1}));
        assertThat(dataset.sample(1))
            .isEqualTo(new Sample(Shape.of(1, 2, 3), new float[] {10, 20, 30, 10, 20, 30}));
      }
    }
  }

  @Test
  void aBrokenPictureSpoilsItselfAndNoOther() throws IOException {
    var whole = picture(8, 8, 0x123456);
    var files =
        Map.of(
            "a/1.png", whole, "a/2.png", Arrays.copyOf(whole, 30), "a/3.png", new byte[] {1, 2, 3});
    try (var dataset = Datasets.open(zip("broken", files), DatasetLimits.DEFAULT)) {
      assertThat(dataset.sample(0).shape()).isEqualTo(Shape.of(8, 8, 3));
      assertThatThrownBy(() -> dataset.sample(1))
          .isInstanceOf(DatasetException.class)
          .hasMessageStartingWith("a/2.png: ");
      assertThatThrownBy(() -> dataset.sample(2))
          .hasMessage("a/3.png: is no picture that we can decode (JPEG, PNG, BMP, GIF)");
    }
  }

  /** A frame may be said to be larger than the file: whoever reads buffers then never ends. */
  @Test
  void refusesARecordingWithoutAWholeFrame() throws IOException {
    var bytes = new ByteArrayOutputStream();
    var format = new AudioFormat(16_000, 16, 1, true, false);
    var stream = new AudioInputStream(new ByteArrayInputStream(new byte[64]), format, 32);
    AudioSystem.write(stream, AudioFileFormat.Type.WAVE, bytes);
    var whole = bytes.toByteArray();
    var channels = whole.clone();
    channels[22] = (byte) 0xFF;
    channels[23] = 0x7F;
    var files = Map.of("a/1.wav", whole, "a/2.wav", channels);
    try (var dataset = Datasets.open(zip("recordings", files), DatasetLimits.DEFAULT)) {
      assertThat(dataset.sample(0).shape()).isEqualTo(Shape.of(32));
      assertThatThrownBy(() -> dataset.sample(1))
          .isInstanceOf(DatasetException.class)
          .hasMessage("a/2.wav: has no whole frame of 32767 channels");
    }
  }

  @Test
  void refusesAPictureOfTooManyPixelsBeforeDecodingIt() throws IOException {
    var limits = new DatasetLimits(10, 10, 1 << 20, 63, 1 << 20);
    try (var dataset = Datasets.open(zip("large", Map.of("a/1.png", picture(8, 8, 0))), limits)) {
      assertThatThrownBy(() -> dataset.sample(0)).hasMessage("a/1.png: 64 pixels, at most 63");
    }
  }

  @Test
  void readsArrays() {
    try (var dataset =
        Datasets.open(arrays(new float[] {1, 2, 3, 4}, 0, 2), DatasetLimits.DEFAULT)) {
      assertThat(dataset.classes()).containsExactly("0", "1", "2");
      assertThat(dataset.sample(1)).isEqualTo(new Sample(Shape.of(2), new float[] {3, 4}));
    }
  }

  @Test
  void refusesValuesThatAreNoNumbers() {
    assertThatThrownBy(
            () ->
                Datasets.open(
                    arrays(new float[] {1, 2, Float.NaN, 4}, 0, 2), DatasetLimits.DEFAULT))
        .isInstanceOf(DatasetException.class)
        .hasMessage("set.npz: sample 1 holds NaN at element 0, every value must be finite");
  }

  @Test
  void refusesArraysThatDoNotBelongTogether() {
    assertThatThrownBy(
            () -> Datasets.open(arrays(new float[] {1, 2, 3, 4}, 0, 1, 2), DatasetLimits.DEFAULT))
        .hasMessage("set.npz: 2 samples in x and 3 labels in y, must be as many");
    assertThatThrownBy(() -> Datasets.open(arrays(new float[] {1, 2}, -1), DatasetLimits.DEFAULT))
        .hasMessage("set.npz: y[0] is -1, must be in [0, 100000)");
    var file = folder.resolve("set.npz");
    Npz.write(file, Map.of("a", Literal.of(Shape.of(1), 1f)));
    assertThatThrownBy(() -> Datasets.open(file, DatasetLimits.DEFAULT))
        .hasMessage("set.npz: has the arrays [a], must have \"x\" and \"y\"");
  }

  @Test
  void readsTables() throws IOException {
    var file = Files.writeString(folder.resolve("t"), "a,label,b\n1,no,2\n3,yes,4\n");
    try (var dataset = Datasets.open(file, DatasetLimits.DEFAULT)) {
      assertThat(dataset.classes()).containsExactly("no", "yes");
      assertThat(dataset.label(1)).isEqualTo(1);
      assertThat(dataset.sample(1)).isEqualTo(new Sample(Shape.of(2), new float[] {3, 4}));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,y#1,0#x,1# | t.csv: line 3, column \"a\": \"x\" is no number, must be a finite one",
        "a,y#1# | t.csv: line 2 has 1 fields, must have 2",
        "a,y# | t.csv: has a header and no samples",
        "a,y#inf,1# | t.csv: line 2, column \"a\": \"inf\" is no number, must be a finite one",
      })
  void refusesABrokenTableNamingTheLine(String text, String message) throws IOException {
    var file = Files.writeString(folder.resolve("t.csv"), text.replace('#', '\n'));
    assertThatThrownBy(() -> Datasets.open(file, DatasetLimits.DEFAULT)).hasMessage(message);
  }

  @Test
  void refusesWhatIsNoDataSet() throws IOException {
    var file = Files.write(folder.resolve("x.bin"), new byte[] {0, 1, 2});
    assertThatThrownBy(() -> Datasets.open(file, DatasetLimits.DEFAULT))
        .isInstanceOfSatisfying(
            BantamException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_FORMAT))
        .hasMessage(
            "x.bin: neither a zip of class folders, nor an .npz, nor a CSV file with a header");
    assertThatThrownBy(
            () -> Datasets.open(zip("empty", Map.of("a.txt", new byte[1])), DatasetLimits.DEFAULT))
        .hasMessage(
            "empty: no samples found; there must be one folder for each class with its .jpg, .png or .wav files");
  }

  @Test
  void spreadsSamplesOverTheWhole() {
    try (var dataset =
        Datasets.open(arrays(new float[20], 0, 0, 0, 0, 0, 1, 1, 1, 1, 1), DatasetLimits.DEFAULT)) {
      assertThat(dataset.spread(4)).containsExactly(0, 2, 5, 7);
      assertThat(dataset.spread(100)).hasSize(10);
    }
  }

  private Path arrays(float[] x, long... labels) {
    var file = folder.resolve("set.npz");
    int samples = x.length / 2;
    Npz.write(
        file,
        Map.of(
            "x",
            Literal.of(Shape.of(samples, 2), x),
            "y",
            Literal.of(Shape.of(labels.length), labels)));
    return file;
  }

  private Path zip(String name, Map<String, byte[]> files) throws IOException {
    var file = folder.resolve(name);
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (var entry : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return file;
  }

  private Path folder(String name, Map<String, byte[]> files) throws IOException {
    var root = folder.resolve(name);
    for (var entry : files.entrySet()) {
      var file = root.resolve(entry.getKey());
      Files.createDirectories(file.getParent());
      Files.write(file, entry.getValue());
    }
    return root;
  }

  private static byte[] picture(int width, int height, int colour) throws IOException {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) for (int x = 0; x < width; x++) image.setRGB(x, y, colour);
    var out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }
}
