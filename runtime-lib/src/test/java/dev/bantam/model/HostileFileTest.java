package dev.bantam.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bantam.model.fbs.tflite.Model;
import dev.bantam.testing.Fixtures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/**
 * Files that someone damaged: whatever is done to a file, it is read or refused, and soon. {@code
 * -Dbantam.hostile.changes=N} tries N changes of each fixture, {@code -Dbantam.hostile.seed=N}
 * others.
 */
class HostileFileTest {
  private static final int CHANGES = Integer.getInteger("bantam.hostile.changes", 60);
  private static final int CUTS = 30;
  private static final long SEED = Long.getLong("bantam.hostile.seed", 1);
  private static final long ONE_SECOND = 1_000_000_000;
  private static final int LARGEST = 60_000;

  /** A sample of all fixtures, small ones: every n-th. */
  private static List<Path> sample(int step) throws IOException {
    var models = Fixtures.models("");
    var sample = new java.util.ArrayList<Path>();
    for (int i = 0; i < models.size(); i += step) {
      if (Files.size(models.get(i)) <= LARGEST) sample.add(models.get(i));
    }
    return sample;
  }

  /** Reads the bytes; anything but a graph or a {@link ModelException} fails the test. */
  private static boolean isRead(byte[] bytes, String what) {
    var threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    try {
      TfliteFile.read(MemorySegment.ofArray(bytes), Limits.DEFAULT);
      return true;
    } catch (ModelException refusal) {
      assertThat(refusal).as(what).hasMessageMatching("(?s)[a-z].*: .*");
      return false;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError(what, e);
    } finally {
      assertThat(threads.getCurrentThreadCpuTime() - start).as(what).isLessThan(ONE_SECOND);
    }
  }

  @Test
  void readsOrRefusesAFileThatIsCutAnywhere() throws IOException {
    var random = new Random(SEED);
    for (var file : sample(15)) {
      var bytes = Files.readAllBytes(file);
      for (int i = 0; i < CUTS; i++) {
        int length = random.nextInt(bytes.length);
        isRead(Arrays.copyOf(bytes, length), file + " cut to " + length);
      }
      isRead(Arrays.copyOf(bytes, bytes.length - 1), file + " without its last byte");
    }
  }

  @Test
  void readsOrRefusesAFileInWhichAByteIsChanged() throws IOException {
    var random = new Random(SEED);
    int refused = 0;
    for (var file : sample(8)) {
      var bytes = Files.readAllBytes(file);
      for (int i = 0; i < CHANGES; i++) {
        var changed = bytes.clone();
        int at = random.nextInt(changed.length);
        changed[at] = (byte) random.nextInt(256);
        var what = "%s, byte %d is %d".formatted(file, at, changed[at]);
        if (!isRead(changed, what)) refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  /** CVE-2020-15211: an index that leads outside, wherever an operator has one. */
  @Test
  void refusesEveryIndexThatLeadsOutside() throws IOException {
    for (var file : sample(25)) {
      var bytes = Files.readAllBytes(file);
      var model = Model.getRootAsModel(ByteBuffer.wrap(bytes.clone()));
      for (int s = 0; s < model.subgraphsLength(); s++) {
        var subgraph = model.subgraphs(s);
        int count = subgraph.tensorsLength();
        for (int o = 0; o < subgraph.operatorsLength(); o++) {
          var operator = subgraph.operators(o);
          var inputs = operator.inputsAsByteBuffer();
          var outputs = operator.outputsAsByteBuffer();
          if (inputs != null)
            refuses(bytes, inputs, file, new int[] {-2, count, Integer.MAX_VALUE});
          if (outputs != null) refuses(bytes, outputs, file, new int[] {-2, -1, count});
        }
      }
    }
  }

  private static void refuses(byte[] bytes, ByteBuffer indices, Path file, int[] wrong) {
    for (int at = indices.position(); at < indices.limit(); at += Integer.BYTES) {
      for (int index : wrong) {
        var changed = bytes.clone();
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(at, index);
        var what = "%s, index at %d is %d".formatted(file, at, index);
        assertThat(isRead(changed, what)).as(what).isFalse();
      }
    }
  }

  @Test
  void refusesAZip() throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("model.tflite"));
      zip.write(new byte[100]);
    }
    assertThatThrownBy(
            () -> TfliteFile.read(MemorySegment.ofArray(out.toByteArray()), Limits.DEFAULT))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("file: bytes 4 to 7 are \"")
        .hasMessageEndingWith(", must be \"TFL3\"; it is a zip");
  }

  @Test
  void refusesAnEmptyFile() {
    assertThatThrownBy(() -> TfliteFile.read(MemorySegment.ofArray(new byte[0]), Limits.DEFAULT))
        .isInstanceOf(ModelException.class)
        .hasMessage("file: it has 0 bytes, must have at least 8");
  }
}
