package dev.bantam.kit.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a job stands. The last three never change. */
public enum JobState {
  QUEUED,
  RUNNING,
  SUCCEEDED,
  FAILED,
  CANCELLED;

  public boolean isFinal() {
    return switch (this) {
      case QUEUED, RUNNING -> false;
      case SUCCEEDED, FAILED, CANCELLED -> true;
    };
  }

  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  public static JobState parse(String text) {
    for (var state : values()) {
      if (state.toString().equals(text)) return state;
    }
    throw new IllegalArgumentException(
        "state \"%s\" must be one of queued, running, succeeded, failed, cancelled"
            .formatted(text));
  }
}
