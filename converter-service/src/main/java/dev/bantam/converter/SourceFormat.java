package dev.bantam.converter;

/** What a source can be; recognised by content, never by name. */
public enum SourceFormat {
  SAVED_MODEL("SavedModel"),
  GRAPH_DEF("frozen graph"),
  ONNX("ONNX"),
  KERAS("Keras file"),
  TFLITE("TensorFlow Lite model");

  private final String text;

  SourceFormat(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
