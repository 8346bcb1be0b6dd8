package dev.bantam.kit.problem;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.DeserializationProblemHandler;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a body on past what is wrong with it, and notes each place: the first mismatch alone is
 * what an ordinary reader tells.
 */
final class AllMismatches extends DeserializationProblemHandler {
  private final List<InputError> errors = new ArrayList<>();

  private AllMismatches() {}

  /**
   * What a body says that was asked for otherwise.
   *
   * @param input what could be made of the rest
   */
  record Found(List<InputError> errors, Optional<Object> input) {}

  static Found in(ReadBody body, JsonMapper json) {
    var mismatches = new AllMismatches();
    var reader = json.readerFor(json.constructType(body.type())).withHandler(mismatches);
    try {
      Object input = reader.readValue(body.content());
      return new Found(mismatches.errors, Optional.ofNullable(input));
    } catch (JacksonException end) { // of what cannot be read past
      mismatches.errors.add(JsonRefusals.error(end));
      return new Found(mismatches.errors, Optional.empty());
    }
  }

  private void note(JsonParser parser, String detail) {
    errors.add(InputError.at(parser.streamReadContext().pathAsPointer().toString(), detail));
  }

  @Override
  public boolean handleUnknownProperty(
      DeserializationContext context,
      JsonParser parser,
      ValueDeserializer<?> deserializer,
      Object beanOrClass,
      String name) {
    var detail = JsonRefusals.unknown(deserializer.getKnownPropertyNames());
    errors.add(InputError.at(pointer(context.getParser(), name), detail));
    parser.skipChildren();
    return true;
  }

  /** A property may be met where it stands, or kept until its object has ended. */
  private static String pointer(JsonParser parser, String name) {
    var here = parser.streamReadContext().pathAsPointer().toString();
    var step = "/" + JsonRefusals.escaped(name);
    return here.endsWith(step) ? here : here + step;
  }

  @Override
  public @Nullable Object handleWeirdStringValue(
      DeserializationContext context, Class<?> type, String value, String problem) {
    note(context.getParser(), JsonRefusals.mustBe(type));
    return null;
  }

  @Override
  public @Nullable Object handleWeirdNumberValue(
      DeserializationContext context, Class<?> type, Number value, String problem) {
    note(context.getParser(), JsonRefusals.mustBe(type));
    return null;
  }

  @Override
  public @Nullable Object handleUnexpectedToken(
      DeserializationContext context,
      JavaType type,
      JsonToken token,
      JsonParser parser,
      String problem) {
    note(parser, JsonRefusals.mustBe(type.getRawClass()));
    parser.skipChildren();
    return null;
  }

  /** What a record or an enumeration refuses says itself why. */
  @Override
  public @Nullable Object handleInstantiationProblem(
      DeserializationContext context, Class<?> type, Object argument, Throwable refusal) {
    var cause = refusal.getCause() == null ? refusal : refusal.getCause();
    note(context.getParser(), String.valueOf(cause.getMessage()));
    return null;
  }
}
