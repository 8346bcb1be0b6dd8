package dev.bantam.kit.contract;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.http.HttpStatus;
import org.springframework.web.method.HandlerMethod;

/** Puts what {@link Answers} says in the place of the 200 that is assumed without it. */
final class AnswerStatuses implements GlobalOperationCustomizer {
  private static final String ASSUMED = "200";

  @Override
  public Operation customize(Operation operation, HandlerMethod method) {
    var answers = method.getMethodAnnotation(Answers.class);
    var responses = operation.getResponses();
    if (answers == null || responses == null) return operation;
    var assumed = responses.remove(ASSUMED);
    var content = assumed == null ? null : content(assumed, answers.as());
    for (int status : answers.value()) add(responses, status, content);
    return operation;
  }

  private static @Nullable Content content(ApiResponse response, String type) {
    var content = response.getContent();
    if (content == null || type.isEmpty()) return content;
    return new Content().addMediaType(type, content.values().iterator().next());
  }

  private static void add(ApiResponses responses, int code, @Nullable Content content) {
    var status = HttpStatus.valueOf(code);
    var response = new ApiResponse().description(status.getReasonPhrase());
    if (status != HttpStatus.NO_CONTENT) response.setContent(content);
    responses.addApiResponse(String.valueOf(code), response);
  }
}
