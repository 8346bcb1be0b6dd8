package dev.bantam.converter;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A source that cannot be converted: broken, unsafe, or with something in it that we cannot do. */
public final class ConversionException extends BantamException {
  private static final long serialVersionUID = 1L;

  /** What kind of refusal it is; the message begins with it. */
  public enum Kind {
    MALFORMED("malformed", ErrorCode.INVALID_MODEL),
    INVALID_GRAPH("invalid graph", ErrorCode.INVALID_MODEL),
    TYPE_MISMATCH("type mismatch", ErrorCode.INVALID_MODEL),
    SHAPE_MISMATCH("shape mismatch", ErrorCode.INVALID_MODEL),
    UNSUPPORTED("unsupported", ErrorCode.UNSUPPORTED),
    MISSING_FILE("missing file", ErrorCode.INVALID_MODEL),
    UNSAFE_PATH("unsafe path", ErrorCode.INVALID_MODEL),
    TOO_LARGE("too large", ErrorCode.TOO_LARGE),
    NO_SIGNATURE("no signature", ErrorCode.INVALID_MODEL),
    UNKNOWN_FORMAT("unknown format", ErrorCode.UNKNOWN_FORMAT),
    INVALID_OPTION("invalid option", ErrorCode.INVALID_REQUEST);

    private final String text;
    private final ErrorCode code;

    Kind(String text, ErrorCode code) {
      this.text = text;
      this.code = code;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private final Kind kind;
  private final transient List<Diagnostic> diagnostics;

  public ConversionException(Kind kind, String message, @Nullable Object... details) {
    super(kind.code, kind + ": " + message.formatted(details));
    this.kind = kind;
    this.diagnostics = List.of();
  }

  private ConversionException(List<Diagnostic> diagnostics) {
    super(
        ErrorCode.UNSUPPORTED,
        diagnostics.stream()
            .map(Diagnostic::toString)
            .collect(Collectors.joining("\n  ", Kind.UNSUPPORTED + ": ", "")));
    this.kind = Kind.UNSUPPORTED;
    this.diagnostics = List.copyOf(diagnostics);
  }

  /** All that was found, in one answer. */
  public static ConversionException of(List<Diagnostic> diagnostics) {
    return new ConversionException(diagnostics);
  }

  /** The same refusal, saying where in the source it was met. */
  public ConversionException at(String place) {
    if (!diagnostics.isEmpty()) return this;
    var detail = String.valueOf(getMessage()).substring(kind.toString().length() + 2);
    return new ConversionException(kind, "%s: %s", place, detail);
  }

  public Kind kind() {
    return kind;
  }

  /** One for each node that cannot be converted; empty if the source itself is broken. */
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }
}
