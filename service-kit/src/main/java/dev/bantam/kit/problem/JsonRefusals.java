package dev.bantam.kit.problem;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** What the JSON reader refuses, in our words: the place, and what is wrong there. */
final class JsonRefusals {
  private static final Set<Class<?>> WHOLE_NUMBERS =
      Set.of(int.class, Integer.class, long.class, Long.class);

  /** Where it keeps what it reads, and which of its switches would let something through. */
  private static final Pattern READERS_OWN =
      Pattern.compile(
          " \\(start marker at .*$|: enable `[^`]*` to allow|, from `[^`]*`", Pattern.DOTALL);

  private JsonRefusals() {}

  /** Of text that is no JSON at all. */
  static String detail(StreamReadException broken) {
    var at = broken.getLocation();
    return "the body: line %d, column %d: %s, must be JSON"
        .formatted(at.getLineNr(), at.getColumnNr(), plain(broken));
  }

  /** The reader's words, without what they tell of the reader. */
  private static String plain(JacksonException wrong) {
    return READERS_OWN.matcher(String.valueOf(wrong.getOriginalMessage())).replaceAll("");
  }

  /** Of JSON that says something else than was asked for. */
  static InputError error(JacksonException wrong) {
    var pointer =
        wrong.getPath().stream()
            .map(
                step ->
                    "/"
                        + (step.getPropertyName() == null
                            ? String.valueOf(step.getIndex())
                            : escaped(step.getPropertyName())))
            .collect(Collectors.joining());
    return InputError.at(
        pointer,
        wrong instanceof UnrecognizedPropertyException unknown
            ? unknown(unknown.getKnownPropertyIds())
            : meaning(wrong));
  }

  /** Of a property that nobody asked for. */
  static String unknown(@Nullable Collection<Object> known) {
    return "is not known, must be one of %s"
        .formatted(
            Stream.ofNullable(known)
                .flatMap(ids -> ids.stream().map(Objects::toString))
                .sorted()
                .collect(Collectors.joining(", ")));
  }

  /** Of a value of another kind. */
  static String mustBe(Class<?> type) {
    return "must be " + words(type);
  }

  /** A record's own check says it best; else what would be right there. */
  private static String meaning(JacksonException wrong) {
    for (Throwable cause = wrong.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof IllegalArgumentException && cause.getMessage() != null) {
        return cause.getMessage();
      }
    }
    if (wrong instanceof InputCoercionException number) return range(number.getTargetType());
    if (wrong instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
      boolean missing = String.valueOf(wrong.getOriginalMessage()).startsWith("Cannot map `null`");
      return (missing ? "is missing, must be " : "must be ") + words(mismatch.getTargetType());
    }
    return plain(wrong);
  }

  /** Of a number that is whole, but none that fits. */
  private static String range(Class<?> type) {
    boolean isInt = type == int.class || type == Integer.class;
    return "must be in [%d, %d]"
        .formatted(
            isInt ? Integer.MIN_VALUE : Long.MIN_VALUE, isInt ? Integer.MAX_VALUE : Long.MAX_VALUE);
  }

  private static String words(Class<?> type) {
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(Objects::toString)
          .collect(Collectors.joining(", ", "one of ", ""));
    }
    if (WHOLE_NUMBERS.contains(type)) return "a whole number";
    if (type == Instant.class) return "a time such as 2026-01-01T00:00:00Z";
    if (type == double.class || Number.class.isAssignableFrom(type)) return "a number";
    if (type == boolean.class || type == Boolean.class) return "true or false";
    if (type == String.class) return "text";
    if (Collection.class.isAssignableFrom(type)) return "a list";
    return "an object";
  }

  static String escaped(String step) {
    return step.replace("~", "~0").replace("/", "~1");
  }
}
