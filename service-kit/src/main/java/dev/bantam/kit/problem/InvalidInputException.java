package dev.bantam.kit.problem;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A request that can be read but is wrong: all that is wrong with it, at once. */
public final class InvalidInputException extends BantamException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // List.copyOf makes a serializable list; nobody serializes it
  private final List<InputError> errors;

  public InvalidInputException(List<InputError> errors) {
    super(
        ErrorCode.INVALID_REQUEST,
        errors.stream()
            .map(error -> error.place() + ": " + error.detail())
            .collect(Collectors.joining("; ")));
    this.errors = List.copyOf(errors);
  }

  public List<InputError> errors() {
    return errors;
  }

  /** Gathers what is wrong, so that one answer can name all of it. */
  public static final class Collector {
    private final List<InputError> errors = new ArrayList<>();

    /** Notes an error at a pointer unless the condition holds. */
    public Collector require(boolean condition, String pointer, String detail) {
      if (!condition) errors.add(InputError.at(pointer, detail));
      return this;
    }

    /** What a library makes of a part of the input; its refusal is noted, and nothing is given. */
    public <T> Optional<T> read(String pointer, Supplier<T> part) {
      try {
        return Optional.of(part.get());
      } catch (BantamException refusal) {
        errors.add(InputError.at(pointer, String.valueOf(refusal.getMessage())));
        return Optional.empty();
      }
    }

    public void add(InputError error) {
      errors.add(error);
    }

    /** What was noted. */
    List<InputError> errors() {
      return List.copyOf(errors);
    }

    /** Fails if anything was noted. */
    public void check() {
      if (!errors.isEmpty()) throw new InvalidInputException(errors);
    }
  }
}
