package dev.bantam.kit.problem;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The catalogue that every problem's {@code type} leads to, to read and as JSON. */
@RestController
@Hidden
class ProblemCatalogueController {
  @GetMapping(path = "/problems", produces = MediaType.APPLICATION_JSON_VALUE)
  List<ProblemType> all() {
    return ProblemType.all();
  }

  @GetMapping(path = "/problems", produces = "text/html;charset=UTF-8")
  String page() {
    return html(ProblemType.all());
  }

  @GetMapping(path = "/problems/{slug}", produces = MediaType.APPLICATION_JSON_VALUE)
  ProblemType one(@PathVariable String slug) {
    return ProblemType.all().stream()
        .filter(type -> type.slug().equals(slug))
        .findFirst()
        .orElseThrow(
            () ->
                new BantamException(
                    ErrorCode.NOT_FOUND,
                    "problem \"%s\": is not in the catalogue, see /problems".formatted(slug)));
  }

  @GetMapping(path = "/problems/{slug}", produces = "text/html;charset=UTF-8")
  String page(@PathVariable String slug) {
    return html(List.of(one(slug)));
  }

  private static String html(List<ProblemType> types) {
    return """
        <!doctype html><html lang="en"><head><meta charset="utf-8"><title>Problems</title>
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <style>body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}
        code{font-family:ui-monospace,monospace}</style></head>
        <body><main><h1>Problems</h1>
        %s</main></body></html>
        """
        .formatted(
            types.stream().map(ProblemCatalogueController::section).collect(Collectors.joining()));
  }

  private static String section(ProblemType type) {
    return """
        <section id="%1$s"><h2>%2$s</h2><p><code>%3$s</code>, status %4$d</p>
        <p><b>Cause.</b> %5$s</p><p><b>Cure.</b> %6$s</p></section>
        """
        .formatted(
            type.slug(), type.title(), type.address(), type.status(), type.cause(), type.cure());
  }
}
