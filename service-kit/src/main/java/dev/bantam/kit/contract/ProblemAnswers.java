package dev.bantam.kit.contract;

import dev.bantam.kit.problem.Problem;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.springdoc.core.customizers.OpenApiCustomizer;

/** Says of every operation that whatever it refuses, it refuses with a problem. */
final class ProblemAnswers implements OpenApiCustomizer {
  @Override
  public void customise(OpenAPI contract) {
    var problem =
        ModelConverters.getInstance(true)
            .resolveAsResolvedSchema(new AnnotatedType(Problem.class).resolveAsRef(true));
    problem.referencedSchemas.forEach(contract.getComponents().getSchemas()::putIfAbsent);
    for (var path : contract.getPaths().values()) {
      for (var operation : path.readOperations()) {
        operation
            .getResponses()
            .addApiResponse(
                "default",
                new ApiResponse()
                    .description("A problem")
                    .content(
                        new Content()
                            .addMediaType(
                                Problem.MEDIA_TYPE, new MediaType().schema(problem.schema))));
      }
    }
  }
}
