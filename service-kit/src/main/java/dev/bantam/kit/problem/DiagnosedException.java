package dev.bantam.kit.problem;

import dev.bantam.error.BantamException;
import java.util.List;

/** A refusal of a library, with each node of the model that is to blame for it. */
public final class DiagnosedException extends BantamException {
  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> diagnostics;

  public DiagnosedException(BantamException refusal, List<Diagnostic> diagnostics) {
    super(refusal.code(), String.valueOf(refusal.getMessage()), refusal);
    this.diagnostics = List.copyOf(diagnostics);
  }

  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }
}
