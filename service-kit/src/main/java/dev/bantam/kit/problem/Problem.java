package dev.bantam.kit.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bantam.error.BantamException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A refusal as it is sent.
 *
 * @param type address of its kind, stable
 * @param detail where, what, what would be right
 * @param instance the address that was asked, or null where there was none
 * @param diagnostics each node of a model that is to blame; empty where none is
 * @param errors each place of the input that is wrong; empty where it is not the input's fault
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String instance,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<InputError> errors,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Diagnostic> diagnostics) {
  public static final String MEDIA_TYPE = "application/problem+json";

  public Problem {
    errors = errors == null ? List.of() : List.copyOf(errors);
    diagnostics = diagnostics == null ? List.of() : List.copyOf(diagnostics);
  }

  public static Problem of(ProblemType type, String detail, @Nullable String instance) {
    return new Problem(
        type.address(), type.title(), type.status(), detail, instance, List.of(), List.of());
  }

  public static Problem of(BantamException refusal, @Nullable String instance) {
    var problem =
        of(ProblemType.of(refusal.code()), String.valueOf(refusal.getMessage()), instance);
    if (refusal instanceof InvalidInputException invalid) return problem.with(invalid.errors());
    if (refusal instanceof DiagnosedException diagnosed) {
      return problem.withDiagnostics(diagnosed.diagnostics());
    }
    return problem;
  }

  public Problem with(List<InputError> others) {
    return new Problem(type, title, status, detail, instance, others, diagnostics);
  }

  public Problem withDiagnostics(List<Diagnostic> others) {
    return new Problem(type, title, status, detail, instance, errors, others);
  }
}
