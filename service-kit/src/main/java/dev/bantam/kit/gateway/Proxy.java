package dev.bantam.kit.gateway;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;

/**
 * Passes a request on, and its answer back, both as they stream. An answer is flushed whenever the
 * service pauses, so events arrive one by one; when the client leaves, the service is told at once.
 */
final class Proxy {
  private static final int CHUNK_BYTES = 1 << 16;

  /** Belong to one connection, or are set by the client library itself. */
  private static final Set<String> NOT_PASSED =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  void pass(HttpServletRequest request, HttpServletResponse response, URI service)
      throws IOException, UnreadableAddressException {
    try {
      var answer = client.send(passed(request, service), BodyHandlers.ofInputStream());
      try (var body = answer.body()) {
        copyHead(answer, response);
        copy(body, response.getOutputStream());
      }
    } catch (ConnectException e) {
      throw new BantamException(
          ErrorCode.UNAVAILABLE,
          "%s: its service does not answer just now, nothing is lost"
              .formatted(request.getRequestURI()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a request was passed on", e);
    }
  }

  private static HttpRequest passed(HttpServletRequest request, URI service)
      throws UnreadableAddressException {
    var query = request.getQueryString();
    var target = request.getRequestURI() + (query == null ? "" : "?" + query);
    var passed =
        HttpRequest.newBuilder(address(service + target))
            .method(request.getMethod(), body(request));
    for (var name : Collections.list(request.getHeaderNames())) {
      if (NOT_PASSED.contains(name.toLowerCase(Locale.ROOT))) continue;
      for (var value : Collections.list(request.getHeaders(name))) passed.header(name, value);
    }
    passed.setHeader("X-Forwarded-For", request.getRemoteAddr());
    passed.setHeader("X-Forwarded-Proto", request.getScheme());
    passed.setHeader("X-Forwarded-Host", String.valueOf(request.getHeader("Host")));
    return passed.build();
  }

  /** An address whose query is encoded wrongly. */
  static final class UnreadableAddressException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableAddressException(URISyntaxException cause) {
      super(cause);
    }
  }

  private static URI address(String text) throws UnreadableAddressException {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new UnreadableAddressException(e);
    }
  }

  private static BodyPublisher body(HttpServletRequest request) {
    long length = request.getContentLengthLong();
    boolean chunked = request.getHeader("Transfer-Encoding") != null;
    if (length <= 0 && !chunked) return BodyPublishers.noBody();
    var stream =
        BodyPublishers.ofInputStream(
            () -> {
              try {
                return request.getInputStream();
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    return length > 0 ? BodyPublishers.fromPublisher(stream, length) : stream;
  }

  private static void copyHead(HttpResponse<InputStream> answer, HttpServletResponse response) {
    response.setStatus(answer.statusCode());
    answer
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (NOT_PASSED.contains(name.toLowerCase(Locale.ROOT))) return;
              for (var value : values) response.addHeader(name, value);
            });
    answer.headers().firstValueAsLong("content-length").ifPresent(response::setContentLengthLong);
  }

  private static void copy(InputStream from, OutputStream to) throws IOException {
    to.flush();
    var chunk = new byte[CHUNK_BYTES];
    for (int read; (read = from.read(chunk)) >= 0; ) {
      to.write(chunk, 0, read);
      if (from.available() == 0) to.flush();
    }
    to.flush();
  }
}
