package dev.bantam.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bantam.model.fbs.tflite.ExternalBufferGroupT;
import dev.bantam.model.fbs.tflite.ExternalBufferT;
import dev.bantam.model.fbs.tflite.ModelT;
import dev.bantam.testing.Fixtures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Weights in a file of their own, beside the model. */
class ExternalBuffersTest {
  private static final String WEIGHTS = "weights.bin";

  @TempDir Path folder;
  private ModelT model = new ModelT();
  private MemorySegment original = MemorySegment.NULL;

  @BeforeEach
  void moveTheWeightsOut() throws IOException {
    var file = Files.readAllBytes(Fixtures.file("models/ic_resnet8_int8.tflite"));
    model = ModelT.deserializeFromBinary(file);
    original = MemorySegment.ofArray(model.serializeToBinary());
    var bytes = new ByteArrayOutputStream();
    var buffers = new ArrayList<ExternalBufferT>();
    for (var tensor : model.getSubgraphs()[0].getTensors()) {
      var data = model.getBuffers()[(int) tensor.getBuffer()].getData();
      if (data == null || data.length == 0) continue;
      var buffer = new ExternalBufferT();
      buffer.setId(buffers.size() + 1);
      buffer.setOffset(bytes.size());
      buffer.setLength(data.length);
      buffers.add(buffer);
      for (int value : data) bytes.write(value);
      while (bytes.size() % 16 != 0) bytes.write(0);
      tensor.setBuffer(0);
      tensor.setExternalBuffer(buffer.getId());
    }
    var group = new ExternalBufferGroupT();
    group.setName(WEIGHTS);
    model.setExternalBufferGroups(new ExternalBufferGroupT[] {group});
    model.setExternalBuffers(buffers.toArray(ExternalBufferT[]::new));
    Files.write(folder.resolve(WEIGHTS), bytes.toByteArray());
  }

  @Test
  void areReadAsIfTheyWereInTheModel() throws IOException {
    assertThat(model.getExternalBuffers()).hasSizeGreaterThan(10);
    assertThat(TfliteFile.read(written())).isEqualTo(TfliteFile.read(original, Limits.DEFAULT));
  }

  @Test
  void comeIntoTheFileThatIsWritten() throws IOException {
    var graph = TfliteFile.read(written());
    var again = MemorySegment.ofArray(TfliteFile.bytes(graph));
    assertThat(TfliteFile.read(again, Limits.DEFAULT))
        .isEqualTo(TfliteFile.read(original, Limits.DEFAULT));
  }

  @Test
  void areRefusedWhereAModelHasNoFolder() throws IOException {
    var inMemory = MemorySegment.ofArray(Files.readAllBytes(written()));
    assertThatThrownBy(() -> TfliteFile.read(inMemory, Limits.DEFAULT))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(WEIGHTS);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damages")
  void areRefusedWhereTheyMakeNoSense(String message, Consumer<ModelT> damage) throws IOException {
    damage.accept(model);
    var file = written();
    assertThatThrownBy(() -> TfliteFile.read(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(message);
  }

  private static Stream<Arguments> damages() {
    return Stream.of(
        damage("external buffer 1: its id", it -> it.getExternalBuffers()[1].setId(1)),
        damage("must be one of the model", it -> it.getExternalBuffers()[0].setId(4711)),
        damage("is in group 1, must be in [0, 1)", it -> it.getExternalBuffers()[0].setGroup(1)),
        damage("is packed as \"zip\"", it -> it.getExternalBuffers()[0].setPacking("zip")),
        damage("has no name", it -> it.getExternalBufferGroups()[0].setName(null)),
        damage("must be inside", it -> it.getExternalBuffers()[0].setOffset(1L << 40)),
        damage("must be inside", it -> it.getExternalBuffers()[0].setOffset(-1)),
        damage("must be inside", it -> it.getExternalBuffers()[0].setLength(Long.MAX_VALUE)),
        damage("cannot be read", it -> it.getExternalBufferGroups()[0].setName("nothing.bin")),
        damage("cannot be read", it -> it.getExternalBufferGroups()[0].setName("../weights.bin")),
        damage("cannot be read", it -> it.getExternalBufferGroups()[0].setName("/etc/passwd")),
        damage("cannot be read", it -> it.getExternalBufferGroups()[0].setName(".")),
        damage("cannot be read", it -> it.getExternalBufferGroups()[0].setName("a\0b")));
  }

  private static Arguments damage(String message, Consumer<ModelT> damage) {
    return Arguments.of(message, damage);
  }

  @Test
  void areNotReadThroughALink() throws IOException {
    Files.move(folder.resolve(WEIGHTS), folder.resolve("elsewhere.bin"));
    Files.createSymbolicLink(folder.resolve(WEIGHTS), folder.resolve("elsewhere.bin"));
    var file = written();
    assertThatThrownBy(() -> TfliteFile.read(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("cannot be read");
  }

  private Path written() throws IOException {
    return Files.write(folder.resolve("model.tflite"), model.serializeToBinary());
  }
}
