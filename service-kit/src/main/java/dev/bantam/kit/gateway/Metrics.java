package dev.bantam.kit.gateway;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kit.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The figures of all services in one answer, each with the label {@code service}. Who may see them,
 * each service decides by the token that is passed on.
 */
final class Metrics {
  private static final String PATH = "/actuator/prometheus";
  private static final String TYPE = "text/plain;version=0.0.4;charset=utf-8";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int OK = 200;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /** Sends the figures, or what the first service says that does not give them. */
  void send(
      SortedMap<String, URI> services, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var texts = new LinkedHashMap<String, String>();
    for (var service : services.entrySet()) {
      var answer = ask(service.getValue(), Optional.ofNullable(request.getHeader("Authorization")));
      if (answer.statusCode() != OK) {
        refuse(answer, response);
        return;
      }
      texts.put(service.getKey(), answer.body());
    }
    response.setContentType(TYPE);
    response.getOutputStream().write(merged(texts).getBytes(StandardCharsets.UTF_8));
  }

  private HttpResponse<String> ask(URI service, Optional<String> authorization) throws IOException {
    var asked =
        HttpRequest.newBuilder(service.resolve(PATH)).timeout(PATIENCE).header("Accept", TYPE);
    authorization.ifPresent(it -> asked.header("Authorization", it));
    try {
      return client.send(asked.build(), BodyHandlers.ofString());
    } catch (java.net.ConnectException e) {
      throw new BantamException(
          ErrorCode.UNAVAILABLE, PATH + ": a service does not answer just now", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while figures were gathered", e);
    }
  }

  private static void refuse(HttpResponse<String> answer, HttpServletResponse response)
      throws IOException {
    response.setStatus(answer.statusCode());
    response.setContentType(answer.headers().firstValue("Content-Type").orElse(Problem.MEDIA_TYPE));
    answer
        .headers()
        .firstValue("WWW-Authenticate")
        .ifPresent(it -> response.setHeader("WWW-Authenticate", it));
    response.getOutputStream().write(answer.body().getBytes(StandardCharsets.UTF_8));
  }

  /** A figure's help and type come once, before its lines of all services. */
  static String merged(Map<String, String> texts) {
    var figures = new LinkedHashMap<String, Figure>();
    texts.forEach(
        (service, text) -> {
          var name = "";
          for (var line : text.lines().toList()) {
            if (line.startsWith("# HELP ") || line.startsWith("# TYPE ")) {
              name = line.split(" ", 4)[2];
              figures.computeIfAbsent(name, it -> new Figure()).head(line);
            } else if (!line.isBlank() && !line.startsWith("#")) {
              figures.computeIfAbsent(name, it -> new Figure()).line(labelled(line, service));
            }
          }
        });
    var all = new StringBuilder();
    figures.values().forEach(figure -> all.append(figure.heads).append(figure.lines));
    return all.toString();
  }

  private static final class Figure {
    private final StringBuilder heads = new StringBuilder();
    private final StringBuilder lines = new StringBuilder();

    private void head(String line) {
      if (heads.indexOf(line.substring(0, line.indexOf(' ', 2))) < 0)
        heads.append(line).append('\n');
    }

    private void line(String line) {
      lines.append(line).append('\n');
    }
  }

  private static String labelled(String line, String service) {
    var label = "service=\"%s\"".formatted(service);
    int brace = line.indexOf('{');
    if (brace >= 0) return line.substring(0, brace + 1) + label + "," + line.substring(brace + 1);
    int space = line.indexOf(' ');
    return line.substring(0, space) + "{" + label + "}" + line.substring(space);
  }
}
