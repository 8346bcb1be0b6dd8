package dev.bantam.model;

import dev.bantam.graph.Graph;
import dev.bantam.model.fbs.tflite.Model;
import dev.bantam.type.Literal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Reads and writes {@code .tflite} files. No file, however made, is more than refused. */
public final class TfliteFile {
  /** More weights than this go behind the FlatBuffer, whose own offsets end at 2 GiB. */
  private static final long MOST_INSIDE = 1L << 30;

  /** Offsets inside a FlatBuffer have 32 bits; a ByteBuffer takes a few bytes less than 2 GiB. */
  private static final int MOST_FLAT = Integer.MAX_VALUE - 8;

  private static final String IDENTIFIER = "TFL3";
  private static final long LEAST_BYTES = 8;

  private TfliteFile() {}

  /** Whether the first bytes of a file are those of a model of this format. */
  public static boolean isTflite(MemorySegment start) {
    return start.byteSize() >= LEAST_BYTES && identifier(start).equals(IDENTIFIER);
  }

  /** The model in a file, within the usual limits. */
  public static Graph read(Path file) throws IOException {
    return read(file, Limits.DEFAULT);
  }

  /**
   * The model in a file. Weights stay mapped, as long as anything refers to them; other files that
   * it names must lie in its folder.
   */
  public static Graph read(Path file, Limits limits) throws IOException {
    var folder = file.toAbsolutePath().getParent();
    return read(map(file), limits, folder == null ? ExternalFiles.NONE : new FolderFiles(folder));
  }

  /** The model in memory, which must not change any more. It may not refer to other files. */
  public static Graph read(MemorySegment file, Limits limits) {
    return read(file, limits, ExternalFiles.NONE);
  }

  private static Graph read(MemorySegment file, Limits limits, ExternalFiles externalFiles) {
    checkHead(file, limits);
    // What lies behind is reached by Buffer.offset alone.
    var flat = file.asSlice(0, Math.min(file.byteSize(), MOST_FLAT));
    var bytes = new FlatBytes(flat);
    StructureCheck.check(bytes, Schema.TFLITE, "Model", limits);
    var model = Model.getRootAsModel(flat.asByteBuffer());
    var weights = new Weights(file, model, externalFiles);
    var options = new OptionsReader(bytes, Schema.TFLITE);
    return new GraphReader(model, weights, options, limits)
        .read()
        .withAssociatedFiles(AssociatedFiles.behind(file, limits));
  }

  private static void checkHead(MemorySegment file, Limits limits) {
    var place = Place.of("file");
    if (file.byteSize() > limits.fileBytes()) {
      throw ModelException.tooLarge(
          place,
          "it has %d bytes, must have at most %d".formatted(file.byteSize(), limits.fileBytes()));
    }
    if (file.byteSize() < LEAST_BYTES) {
      throw new ModelException(
          place, "it has %d bytes, must have at least %d".formatted(file.byteSize(), LEAST_BYTES));
    }
    if (!isTflite(file)) {
      throw new ModelException(
          place,
          "bytes 4 to 7 are %s, must be \"%s\"%s"
              .formatted(Place.quoted(identifier(file)), IDENTIFIER, guess(file)));
    }
  }

  private static String guess(MemorySegment file) {
    return file.get(Literal.I8, 0) == 'P' && file.get(Literal.I8, 1) == 'K' ? "; it is a zip" : "";
  }

  private static String identifier(MemorySegment file) {
    return new String(
        file.asSlice(4, 4).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1);
  }

  /** The file of a graph, in memory. */
  public static byte[] bytes(Graph graph) {
    var out = new ByteArrayOutputStream();
    try {
      write(graph, Channels.newChannel(out), MOST_INSIDE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Writes a graph. The file appears whole or not at all. */
  public static void write(Graph graph, Path file) throws IOException {
    var whole = file.toAbsolutePath();
    var folder = whole.getParent();
    if (folder == null) throw new IOException(file + " is no file");
    var part = folder.resolve("." + whole.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      try (var channel =
          FileChannel.open(part, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
        write(graph, channel, MOST_INSIDE);
        channel.force(true);
      }
      Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Writes a graph, with its weights inside the FlatBuffer if they are at most so many bytes. */
  static void write(Graph graph, WritableByteChannel channel, long mostInside) throws IOException {
    writeModel(graph, channel, mostInside);
    writeAll(channel, graph.associatedFiles().segment().asByteBuffer());
  }

  private static void writeModel(Graph graph, WritableByteChannel channel, long mostInside)
      throws IOException {
    var pool = GraphWriter.pool(graph);
    if (pool.bytes() <= mostInside) {
      writeAll(channel, GraphWriter.write(graph, pool, 0));
      return;
    }
    // An offset has the same size whatever its value: a first pass tells where the weights begin.
    long base = GraphWriter.padded(GraphWriter.write(graph, pool, 1).remaining());
    var flat = GraphWriter.write(graph, pool, base);
    pad(channel, writeAll(channel, flat));
    for (int i = 1; i < pool.size(); i++) {
      var content = pool.content(i);
      for (long at = 0; at < content.byteSize(); at += MOST_INSIDE) {
        long size = Math.min(MOST_INSIDE, content.byteSize() - at);
        writeAll(channel, content.asSlice(at, size).asByteBuffer());
      }
      pad(channel, content.byteSize());
    }
  }

  private static void pad(WritableByteChannel channel, long written) throws IOException {
    writeAll(channel, ByteBuffer.allocate((int) (GraphWriter.padded(written) - written)));
  }

  private static long writeAll(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
    long size = bytes.remaining();
    while (bytes.hasRemaining()) channel.write(bytes);
    return size;
  }

  private static MemorySegment map(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.map(MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
    }
  }
}
