package dev.bantam.dataset;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.bantam.error.BantamException;
import dev.bantam.npz.Npz;
import dev.bantam.testing.Damage;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Damaged data sets of every kind are read to the last sample, or refused. */
class DatasetFuzzTest {
  private static final DatasetLimits LIMITS =
      new DatasetLimits(1000, 1000, 1 << 20, 1 << 16, 1 << 20);

  @TempDir static Path folder;

  private static Damage damage;

  @BeforeAll
  static void writeSeeds() throws IOException {
    var arrays = folder.resolve("seed.npz");
    Npz.write(
        arrays,
        Map.of(
            "x", Literal.of(Shape.of(2, 2), 1f, 2f, 3f, 4f), "y", Literal.of(Shape.of(2), 0L, 1L)));
    damage =
        new Damage(
            List.of(
                zip(Map.of("a/1.png", picture("png"), "b/1.png", picture("png"))),
                zip(Map.of("a/1.jpg", picture("jpg"), "b/1.bmp", picture("bmp"))),
                zip(Map.of("a/1.gif", picture("gif"), "b/1.gif", picture("gif"))),
                zip(Map.of("a/1.wav", recording(), "b/1.wav", recording())),
                Files.readAllBytes(arrays),
                "a,label,b\n1,no,2\n3,yes,4\n".getBytes(StandardCharsets.UTF_8)));
  }

  /** Stored and not compressed, so that damage reaches what the readers of pictures see. */
  private static byte[] zip(Map<String, byte[]> files) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      for (var file : files.entrySet()) {
        var sum = new CRC32();
        sum.update(file.getValue());
        var entry = new ZipEntry(file.getKey());
        entry.setSize(file.getValue().length);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(file.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] picture(String format) throws IOException {
    var image = new BufferedImage(5, 4, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 20; i++) image.setRGB(i % 5, i / 5, i * 0x0A0B0C);
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(image, format, bytes);
    return bytes.toByteArray();
  }

  private static byte[] recording() throws IOException {
    var format = new AudioFormat(16_000, 16, 1, true, false);
    var samples = new ByteArrayInputStream(new byte[64]);
    var bytes = new ByteArrayOutputStream();
    var stream = new AudioInputStream(samples, format, 32);
    AudioSystem.write(stream, AudioFileFormat.Type.WAVE, bytes);
    return bytes.toByteArray();
  }

  @FuzzTest(maxDuration = "1m")
  void readsOrRefuses(FuzzedDataProvider choices) throws IOException {
    var file = Files.write(folder.resolve("damaged"), damage.file(choices));
    try (var dataset = Datasets.open(file, LIMITS)) {
      for (int i = 0; i < dataset.size(); i++) {
        try {
          dataset.sample(i);
        } catch (BantamException expected) {
          // a broken sample spoils itself and no other
        }
      }
    } catch (BantamException expected) {
      // a refusal is one of the two right answers
    }
  }
}
