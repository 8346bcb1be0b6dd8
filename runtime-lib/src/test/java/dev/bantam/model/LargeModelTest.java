package dev.bantam.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.device.DeviceOptions;
import dev.bantam.device.Devices;
import dev.bantam.graph.Attributes;
import dev.bantam.graph.Graph;
import dev.bantam.graph.GraphTensor;
import dev.bantam.graph.Node;
import dev.bantam.graph.Subgraph;
import dev.bantam.run.Model;
import dev.bantam.testing.StockTflite;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of more than 2 GiB, nearly all of it zeros that take no room on a disk. */
class LargeModelTest {
  private static final long TWO_GIB = 1L << 31;
  private static final int ROW = 1 << 20;
  private static final byte MARK = 42;

  @TempDir Path folder;

  @Test
  void readsRunsAndWritesAgainWhatLiesBehindTwoGigabytes() throws IOException {
    var first = folder.resolve("first.tflite");
    write(graph(), first);
    checkContent(first);
    var second = folder.resolve("second.tflite");
    write(TfliteFile.read(first), second);
    checkContent(second);
  }

  private void checkContent(Path file) throws IOException {
    assertThat(file.toFile().length()).isGreaterThan(TWO_GIB);
    var graph = TfliteFile.read(file);
    for (int tensor : List.of(0, 1)) {
      var value = graph.main().tensor(tensor).constant().orElseThrow();
      assertThat(value.integer(value.elements() - 1)).isEqualTo(MARK);
      assertThat(value.integer(value.elements() - 2)).isZero();
    }
    var index = Literal.of(Shape.of(1), 2);
    var device = Devices.load().device("cpu", DeviceOptions.DEFAULT);
    try (var model = Model.of(graph);
        var session = model.session(device)) {
      session.input(0).set(index);
      session.run();
      assertThat(session.output(0).longs()).containsExactly(5, 6);
    }
    var stock = StockTflite.run(file, List.of(new byte[] {2, 0, 0, 0}));
    assertThat(stock.getFirst()).containsExactly(5, 6);
  }

  /** Takes rows of a small table, which is written last, so behind the large ones. */
  private Graph graph() throws IOException {
    var bytes = MemorySegment.ofArray(new byte[] {1, 2, 3, 4, 5, 6});
    var table = new Literal(TensorType.of(DType.I8, 3, 2), bytes);
    var tensors =
        List.of(
            GraphTensor.constant("a", zeros("a", 1100)),
            GraphTensor.constant("b", zeros("b", 1000)),
            GraphTensor.constant("table", table),
            GraphTensor.of("index", TensorType.of(DType.I32, 1)),
            GraphTensor.of("row", TensorType.of(DType.I8, 1, 2)));
    var options = Attributes.of("GatherOptions", new TreeMap<>());
    var gather = Node.builtin("GATHER", List.of(2, 3), List.of(4), options);
    var main = new Subgraph("main", tensors, List.of(3), List.of(4), List.of(gather));
    return new Graph(List.of(main), List.of(), List.of(), "");
  }

  /** Zeros with a mark at the end, in a file with a hole. */
  private Literal zeros(String name, int rows) throws IOException {
    var type = TensorType.of(DType.I8, rows, ROW);
    try (var channel =
        FileChannel.open(
            folder.resolve(name),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.SPARSE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {MARK}), type.bytes() - 1);
      var bytes = channel.map(MapMode.READ_ONLY, 0, type.bytes(), Arena.ofAuto());
      return new Literal(type, bytes);
    }
  }

  private static void write(Graph graph, Path file) throws IOException {
    try (var channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.SPARSE,
            StandardOpenOption.WRITE)) {
      TfliteFile.write(graph, new Sparse(channel), 1L << 30);
    }
  }

  /** Leaves holes for zeros. What is written last is not zeros alone. */
  private record Sparse(FileChannel file) implements WritableByteChannel {
    private static final MemorySegment ZEROS = MemorySegment.ofArray(new byte[1 << 20]);

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      int size = bytes.remaining();
      while (bytes.hasRemaining()) {
        var block = bytes.slice(bytes.position(), Math.min(bytes.remaining(), 1 << 20));
        bytes.position(bytes.position() + block.remaining());
        long length = block.remaining();
        if (MemorySegment.ofBuffer(block).mismatch(ZEROS.asSlice(0, length)) == -1) {
          file.position(file.position() + length);
        } else {
          while (block.hasRemaining()) file.write(block);
        }
      }
      return size;
    }

    @Override
    public boolean isOpen() {
      return file.isOpen();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
