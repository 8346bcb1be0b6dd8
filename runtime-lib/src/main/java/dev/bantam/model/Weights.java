package dev.bantam.model;

import dev.bantam.model.fbs.tflite.ExternalBuffer;
import dev.bantam.model.fbs.tflite.Model;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The byte strings of a model: inside the FlatBuffer, behind it, or in other files of its folder.
 * Nothing is copied.
 */
final class Weights {
  private final MemorySegment file;
  private final Model model;
  private final ExternalFiles externalFiles;
  private final Map<Long, ExternalBuffer> external = new HashMap<>();

  Weights(MemorySegment file, Model model, ExternalFiles externalFiles) {
    this.file = file;
    this.model = model;
    this.externalFiles = externalFiles;
    for (int i = 0; i < model.externalBuffersLength(); i++) {
      var buffer = model.externalBuffers(i);
      var place = Place.entry("external buffer", i);
      if (buffer.id() == 0) throw new ModelException(place, "its id is 0, must be at least 1");
      if (external.put(buffer.id(), buffer) != null) {
        throw new ModelException(place, "its id is %d, must be its own".formatted(buffer.id()));
      }
    }
  }

  long fileSize() {
    return file.byteSize();
  }

  /** The content of a buffer; empty if it has none. */
  Optional<MemorySegment> buffer(long index, Place place) {
    if (index < 0 || index >= model.buffersLength()) {
      throw new ModelException(
          place, "its buffer is %d, must be in [0, %d)".formatted(index, model.buffersLength()));
    }
    var buffer = model.buffers((int) index);
    var here = Place.entry("buffer", index);
    // Offsets 0 and 1 say that nothing lies behind: writers put 1 before they know the place.
    if (Long.compareUnsigned(buffer.offset(), 1) > 0) {
      return Optional.of(behind(buffer.offset(), buffer.size(), here));
    }
    if (buffer.dataLength() == 0) return Optional.empty();
    return Optional.of(MemorySegment.ofBuffer(buffer.dataAsByteBuffer()));
  }

  /** Bytes behind the FlatBuffer. */
  MemorySegment behind(long offset, long size, Place place) {
    return slice(file, offset, size, place, "the file");
  }

  /** The content of a buffer in another file. */
  MemorySegment external(long id, Place place) {
    var buffer = external.get(id);
    if (buffer == null) {
      throw new ModelException(
          place, "its external buffer is %d, must be one of the model".formatted(id));
    }
    if (buffer.group() >= model.externalBufferGroupsLength()) {
      throw new ModelException(
          place,
          "its external buffer %d is in group %d, must be in [0, %d)"
              .formatted(id, buffer.group(), model.externalBufferGroupsLength()));
    }
    var packing = buffer.packing();
    if (packing != null && !packing.isEmpty()) {
      throw ModelException.unsupported(
          place,
          "its external buffer is packed as %s, must be plain".formatted(Place.quoted(packing)));
    }
    var name = model.externalBufferGroups((int) buffer.group()).name();
    if (name == null) {
      throw new ModelException(
          place,
          "group %d of external buffers has no name, must have one".formatted(buffer.group()));
    }
    var bytes = externalFiles.map(name, place);
    return slice(bytes, buffer.offset(), buffer.length(), place, Place.quoted(name));
  }

  private static MemorySegment slice(
      MemorySegment file, long offset, long size, Place place, String what) {
    long end = file.byteSize();
    if (offset < 0 || size < 0 || offset > end || size > end - offset) {
      throw new ModelException(
          place,
          "%s bytes from %s, must be inside the %d bytes of %s"
              .formatted(Long.toUnsignedString(size), Long.toUnsignedString(offset), end, what));
    }
    return file.asSlice(offset, size);
  }
}
