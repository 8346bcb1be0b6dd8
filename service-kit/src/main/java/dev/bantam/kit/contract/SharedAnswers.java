package dev.bantam.kit.contract;

import dev.bantam.kit.problem.Problem;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import org.springdoc.core.customizers.OpenApiCustomizer;

/**
 * Says of every operation that whatever it refuses, it refuses with a problem; and of every read
 * that what is known already is not sent again.
 */
final class SharedAnswers implements OpenApiCustomizer {
  @Override
  public void customise(OpenAPI contract) {
    var problem =
        ModelConverters.getInstance(true)
            .resolveAsResolvedSchema(new AnnotatedType(Problem.class).resolveAsRef(true));
    problem.referencedSchemas.forEach(contract.getComponents().getSchemas()::putIfAbsent);
    var refusal =
        new Content().addMediaType(Problem.MEDIA_TYPE, new MediaType().schema(problem.schema));
    for (var path : contract.getPaths().values()) {
      path.readOperationsMap()
          .forEach(
              (method, operation) -> {
                var answers = operation.getResponses();
                if (method == HttpMethod.GET && !isStream(answers)) {
                  answers.addApiResponse("304", new ApiResponse().description("Not Modified"));
                }
                answers.addApiResponse(
                    "default", new ApiResponse().description("A problem").content(refusal));
              });
    }
  }

  private static boolean isStream(ApiResponses answers) {
    return answers.values().stream()
        .anyMatch(it -> it.getContent() != null && it.getContent().containsKey(JobSchemas.STREAM));
  }
}
