package dev.bantam.converter.tensorflow;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.bantam.converter.ConversionException;
import dev.bantam.converter.ConversionException.Kind;
import dev.bantam.converter.SourceFolder;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.SortedMap;
import java.util.zip.CRC32C;
import org.tensorflow.proto.BundleEntryProto;
import org.tensorflow.proto.BundleHeaderProto;

/**
 * The values of a model's variables, by key; bytes stay in their files until they are asked for.
 */
final class Checkpoint {
  private static final String INDEX = "variables/variables.index";

  private final SourceFolder folder;
  private final SortedMap<String, byte[]> entries;
  private final int shards;

  private Checkpoint(SourceFolder folder, SortedMap<String, byte[]> entries, int shards) {
    this.folder = folder;
    this.entries = entries;
    this.shards = shards;
  }

  static Checkpoint open(SourceFolder folder) {
    try {
      var entries = SortedTable.read(Files.readAllBytes(folder.resolve(INDEX)), INDEX);
      var header = entries.get("");
      if (header == null) throw malformed("no header");
      return new Checkpoint(folder, entries, BundleHeaderProto.parseFrom(header).getNumShards());
    } catch (InvalidProtocolBufferException failure) {
      throw malformed("its header is no message");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static ConversionException malformed(String why, Object... details) {
    return new ConversionException(Kind.MALFORMED, "\"%s\": %s", INDEX, why.formatted(details));
  }

  /** The value of that key, its checksum compared. */
  Optional<Literal> find(String key) {
    var bytes = entries.get(key);
    if (bytes == null) return Optional.empty();
    try {
      return Optional.of(read(key, BundleEntryProto.parseFrom(bytes)));
    } catch (InvalidProtocolBufferException failure) {
      throw malformed("entry \"%s\" is no message", key);
    }
  }

  private Literal read(String key, BundleEntryProto entry) {
    var type =
        new TensorType(
            TfTensors.requireDtype(entry.getDtype(), "variable \"" + key + "\""),
            shape(key, entry));
    if (entry.getSlicesCount() > 0)
      throw malformed("\"%s\" is stored in slices, must be whole", key);
    if (entry.getSize() != type.bytes())
      throw malformed(
          "\"%s\" has %d bytes for %s, must have %d", key, entry.getSize(), type, type.bytes());
    if (entry.getShardId() < 0 || entry.getShardId() >= shards)
      throw malformed("\"%s\" is in shard %d of %d", key, entry.getShardId(), shards);
    var name = "variables/variables.data-%05d-of-%05d".formatted(entry.getShardId(), shards);
    var file = folder.resolve(name);
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (entry.getOffset() < 0 || entry.getOffset() > channel.size() - entry.getSize())
        throw malformed(
            "\"%s\" lies at %d of \"%s\", beyond its end", key, entry.getOffset(), name);
      var bytes =
          channel.map(
              FileChannel.MapMode.READ_ONLY, entry.getOffset(), entry.getSize(), Arena.ofAuto());
      if (checksum(bytes) != entry.getCrc32C())
        throw malformed("\"%s\" has another checksum than it should", key);
      return new Literal(type, bytes);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Shape shape(String key, BundleEntryProto entry) {
    var extents = entry.getShape().getDimList().stream().mapToLong(dim -> dim.getSize()).toArray();
    long elements = 1;
    for (long extent : extents) {
      if (extent < 0 || extent > Integer.MAX_VALUE)
        throw malformed("\"%s\" has an extent of %d", key, extent);
      if (extent > 0 && elements > Long.MAX_VALUE / 16 / extent)
        throw malformed("\"%s\" is too large", key);
      elements *= extent;
    }
    return Shape.of(java.util.Arrays.stream(extents).mapToInt(extent -> (int) extent).toArray());
  }

  /** CRC-32C, turned and moved as TensorFlow stores it. */
  private static int checksum(MemorySegment bytes) {
    var crc = new CRC32C();
    crc.update(bytes.asByteBuffer());
    return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
  }
}
