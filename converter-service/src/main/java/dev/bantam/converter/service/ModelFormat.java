package dev.bantam.converter.service;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import onnx.Onnx.ModelProto;
import org.tensorflow.proto.GraphDef;

/** What an uploaded file is; its content decides, never its name. */
enum ModelFormat {
  TFLITE("tflite"),
  ONNX("onnx"),
  SAVED_MODEL("savedmodel"),
  GRAPH_DEF("graphdef"),
  KERAS("keras");

  private static final int HEAD_BYTES = 16;
  private static final int DEPTH = 100;
  private static final int ENTRIES = 100_000;

  private final String text;

  ModelFormat(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }

  /** Looks at the content; a file of no known kind is refused under the name that it came with. */
  static ModelFormat of(Path file, String name) {
    try {
      byte[] head;
      try (var in = Files.newInputStream(file)) {
        head = in.readNBytes(HEAD_BYTES);
      }
      if (hasMark(head, 4, "TFL3")) return TFLITE;
      if (hasMark(head, 1, "HDF")) return KERAS;
      if (hasMark(head, 0, "PK")) return ofArchive(file, name);
      if (isOnnx(file)) return ONNX;
      if (isGraphDef(file)) return GRAPH_DEF;
      throw unknown(name, "is no model");
    } catch (IOException e) {
      throw new BantamException(
          ErrorCode.UNAVAILABLE, "model \"%s\": cannot be read".formatted(name), e);
    }
  }

  private static boolean hasMark(byte[] head, int at, String mark) {
    var bytes = mark.getBytes(StandardCharsets.ISO_8859_1);
    if (head.length < at + bytes.length) return false;
    for (int i = 0; i < bytes.length; i++) if (head[at + i] != bytes[i]) return false;
    return true;
  }

  private static ModelFormat ofArchive(Path file, String name) throws IOException {
    try (var zip = new ZipFile(file.toFile())) {
      if (zip.size() > ENTRIES) {
        throw new BantamException(
            ErrorCode.TOO_LARGE,
            "model \"%s\": the zip has %d entries, must have at most %d"
                .formatted(name, zip.size(), ENTRIES));
      }
      var names = zip.stream().map(entry -> "/" + entry.getName()).toList();
      if (names.stream().anyMatch(entry -> entry.endsWith("/saved_model.pb"))) return SAVED_MODEL;
      if (names.contains("/config.json") && names.contains("/model.weights.h5")) return KERAS;
      throw unknown(name, "is a zip without saved_model.pb or a Keras model in it");
    } catch (java.util.zip.ZipException e) {
      throw new BantamException(
          ErrorCode.INVALID_MODEL,
          "model \"%s\": is a broken zip (%s), must be a whole one".formatted(name, e.getMessage()),
          e);
    }
  }

  private static boolean isOnnx(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return ModelProto.parseFrom(limited(in)).getGraph().getNodeCount() > 0;
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
  }

  private static boolean isGraphDef(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return GraphDef.parseFrom(limited(in)).getNodeList().stream()
          .anyMatch(node -> !node.getOp().isEmpty());
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
  }

  private static CodedInputStream limited(InputStream in) {
    var coded = CodedInputStream.newInstance(in);
    coded.setRecursionLimit(DEPTH);
    coded.setSizeLimit(Integer.MAX_VALUE);
    return coded;
  }

  private static BantamException unknown(String name, String problem) {
    return new BantamException(
        ErrorCode.UNKNOWN_FORMAT,
        "model \"%s\": %s, must be a .tflite, an ONNX file, a Keras file, a frozen graph or a zip of a SavedModel folder"
            .formatted(name, problem));
  }
}
