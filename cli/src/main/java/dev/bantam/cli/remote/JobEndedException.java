package dev.bantam.cli.remote;

import dev.bantam.client.ServerException;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A job came to no good end: why, as whoever did the work said it. */
public final class JobEndedException extends BantamException {
  private static final long serialVersionUID = 1L;

  private final transient JsonNode problem;

  JobEndedException(String job, String state, JsonNode problem) {
    super(
        state.equals("cancelled") ? ErrorCode.CANCELLED : refusal(job, problem).code(),
        state.equals("cancelled")
            ? "job %s: was cancelled".formatted(job)
            : String.valueOf(refusal(job, problem).getMessage()));
    this.problem = problem;
  }

  private static ServerException refusal(String job, JsonNode problem) {
    return ServerException.refused(
        "job " + job,
        problem.path("status").asInt(ErrorCode.INTERNAL.status()),
        problem.toString());
  }

  /** Each node of a model that is to blame, as the class says; empty where none is. */
  public <T> java.util.List<T> diagnostics(Class<T> type) {
    var json = JsonMapper.builder().build();
    return problem.path("diagnostics").valueStream().map(it -> json.treeToValue(it, type)).toList();
  }
}
