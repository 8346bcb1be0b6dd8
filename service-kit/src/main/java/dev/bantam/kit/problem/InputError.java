package dev.bantam.kit.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with an input.
 *
 * @param pointer where in the body (RFC 6901), or null
 * @param parameter which query parameter or header, or null
 */
public record InputError(
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String pointer,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String parameter,
    String detail) {

  public static InputError at(String pointer, String detail) {
    return new InputError(pointer, null, detail);
  }

  public static InputError parameter(String parameter, String detail) {
    return new InputError(null, parameter, detail);
  }

  /** Where it is, as a sentence begins. */
  String place() {
    if (pointer != null) return pointer.isEmpty() ? "the body" : pointer;
    return "parameter " + parameter;
  }
}
