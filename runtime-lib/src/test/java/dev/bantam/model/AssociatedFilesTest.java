package dev.bantam.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bantam.graph.Graph;
import dev.bantam.graph.GraphText;
import dev.bantam.graph.Metadata;
import dev.bantam.testing.Fixtures;
import dev.bantam.testing.StockTflite;
import dev.bantam.type.Bytes;
import dev.bantam.type.Literal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model with metadata, and a zip of the files that the metadata names behind it. */
class AssociatedFilesTest {
  private static final String LABELS = "labels.txt";
  private static final String WORDS = "words/vocabulary.txt";
  private static final int DIRECTORY_OFFSET = 42;
  private static final int COMMENT = 3;

  @TempDir Path folder;
  private byte[] model = new byte[0];
  private byte[] zip = new byte[0];

  @BeforeEach
  void makeFiles() throws IOException {
    var graph = TfliteFile.read(Fixtures.file("models/hello_world_int8.tflite"));
    var metadata = new Metadata("TFLITE_METADATA", Bytes.of(new byte[] {1, 2, 3, 4, 5}));
    model = TfliteFile.bytes(graph.withMetadata(List.of(metadata)));
    var out = new ByteArrayOutputStream();
    try (var files = new ZipOutputStream(out)) {
      files.setComment("abc");
      files.putNextEntry(new ZipEntry(LABELS));
      files.write("cat\ndog\n".getBytes(StandardCharsets.UTF_8));
      files.putNextEntry(new ZipEntry(WORDS));
      files.write("one\ntwo\n".repeat(100).getBytes(StandardCharsets.UTF_8));
    }
    zip = out.toByteArray();
  }

  private static byte[] joined(byte[] first, byte[] second) {
    var both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static Graph read(byte[] file) {
    return TfliteFile.read(MemorySegment.ofArray(file), Limits.DEFAULT);
  }

  /** As a zip writes offsets that is appended to a file: from the file's beginning. */
  private static byte[] counted(byte[] zip, int from) {
    var bytes = MemorySegment.ofArray(zip.clone());
    long end = end(zip);
    long at = directory(zip);
    for (int i = 0; i < 2; i++) {
      add(bytes, at + DIRECTORY_OFFSET, from);
      at += 46 + bytes.get(Literal.I16, at + 28);
    }
    add(bytes, end + 16, from);
    return (byte[]) bytes.heapBase().orElseThrow();
  }

  private static void add(MemorySegment bytes, long at, int value) {
    bytes.set(Literal.I32, at, bytes.get(Literal.I32, at) + value);
  }

  private static int end(byte[] zip) {
    return zip.length - 22 - COMMENT;
  }

  private static int directory(byte[] zip) {
    return MemorySegment.ofArray(zip).get(Literal.I32, end(zip) + 16);
  }

  @Test
  void readsThemAsAZipOfTheirOwn() throws IOException {
    var graph = read(joined(model, zip));
    assertThat(AssociatedFiles.names(graph.associatedFiles())).containsExactly(LABELS, WORDS);
    assertThat(graph.associatedFiles()).isEqualTo(Bytes.of(zip));
    assertThat(graph.metadata().getFirst().name()).isEqualTo("TFLITE_METADATA");
  }

  @Test
  void countsOffsetsFromTheirOwnBeginning() {
    var graph = read(joined(model, counted(zip, model.length)));
    assertThat(graph.associatedFiles()).isEqualTo(Bytes.of(zip));
  }

  @Test
  void leavesOutWhatLiesBetween() {
    assertThat(read(joined(joined(model, new byte[1000]), zip)).associatedFiles())
        .isEqualTo(Bytes.of(zip));
  }

  @Test
  void keepsThemWhereAModelIsWritten() throws IOException {
    var graph = read(joined(model, counted(zip, model.length)));
    var written = folder.resolve("written.tflite");
    TfliteFile.write(graph, written);
    assertThat(TfliteFile.read(written)).isEqualTo(graph);
    assertThat(read(TfliteFile.bytes(graph))).isEqualTo(graph);
    try (var files = new ZipFile(written.toFile())) {
      assertThat(files.getInputStream(files.getEntry(LABELS)).readAllBytes())
          .asString(StandardCharsets.UTF_8)
          .isEqualTo("cat\ndog\n");
      assertThat(files.getInputStream(files.getEntry(WORDS)).readAllBytes()).hasSize(800);
    }
    var alone = Files.write(folder.resolve("alone.tflite"), model);
    var input = List.of(new byte[] {7});
    assertThat(StockTflite.run(written, input))
        .usingElementComparator(Arrays::compare)
        .isEqualTo(StockTflite.run(alone, input));
  }

  @Test
  void keepsThemInTheTextAndInOtherForms() {
    var graph = read(joined(model, zip));
    assertThat(GraphText.parse(GraphText.print(graph))).isEqualTo(graph);
    var changed = graph.withMain(graph.main()).withMetadata(List.of()).withSignatures(List.of());
    assertThat(changed.associatedFiles()).isEqualTo(graph.associatedFiles());
  }

  @Test
  void takesBytesThatOnlyLookAlikeForNone() {
    var mark = new byte[] {'P', 'K', 5, 6};
    var alike = Arrays.copyOf(mark, 22);
    for (var file : List.of(model, joined(model, mark), joined(model, alike))) {
      assertThat(read(file).associatedFiles()).isEqualTo(Bytes.EMPTY);
    }
  }

  @Test
  void refusesAnEntryThatIsNotThere() {
    MemorySegment.ofArray(zip).set(Literal.I32, directory(zip) + DIRECTORY_OFFSET, 5);
    assertThatThrownBy(() -> read(joined(model, zip)))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "associated files, entry 0: no file begins at its offset 5, must be one of the zip's");
  }

  @Test
  void refusesADirectoryThatIsTooShort() {
    MemorySegment.ofArray(zip).set(Literal.I16, end(zip) + 10, (short) 3);
    assertThatThrownBy(() -> read(joined(model, zip)))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "associated files, entry 2: it is not in the zip's directory, must be one of 3");
  }

  @Test
  void refusesAnEntryThatLeavesTheDirectory() {
    MemorySegment.ofArray(zip).set(Literal.I16, directory(zip) + 28, (short) 10_000);
    assertThatThrownBy(() -> read(joined(model, zip)))
        .isInstanceOf(ModelException.class)
        .hasMessage("associated files, entry 0: it leaves the zip's directory, must end inside it");
  }

  @Test
  void refusesMoreBytesThanTheLimit() {
    var file = MemorySegment.ofArray(joined(model, zip));
    assertThat(TfliteFile.read(file, Limits.DEFAULT.withArchiveBytes(zip.length)).associatedFiles())
        .isEqualTo(Bytes.of(zip));
    assertThatThrownBy(() -> TfliteFile.read(file, Limits.DEFAULT.withArchiveBytes(zip.length - 1)))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "associated files: they have %d bytes, must have at most %d"
                .formatted(zip.length, zip.length - 1));
  }

  @Test
  void readsOrRefusesEveryZipCutOrChangedInAByte() {
    var file = joined(model, zip);
    for (int cut = model.length; cut < file.length; cut++) readOrRefuse(Arrays.copyOf(file, cut));
    for (int at = model.length; at < file.length; at++) {
      for (int change : new int[] {1, 0x80, 0xff}) {
        var changed = file.clone();
        changed[at] ^= (byte) change;
        readOrRefuse(changed);
      }
    }
  }

  private static void readOrRefuse(byte[] file) {
    try {
      AssociatedFiles.names(read(file).associatedFiles());
    } catch (ModelException expected) {
      // a refusal is one of the two right answers
    }
  }
}
