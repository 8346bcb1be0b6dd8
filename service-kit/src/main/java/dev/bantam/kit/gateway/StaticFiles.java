package dev.bantam.kit.gateway;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kit.artifact.Digest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Files on the class path. A path of the dashboard that is no file is one of its views. */
final class StaticFiles {
  private static final Pattern SAFE = Pattern.compile("(/[A-Za-z0-9_][A-Za-z0-9_.-]*)+");
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("css", "text/css;charset=UTF-8"),
          Map.entry("html", "text/html;charset=UTF-8"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("js", "text/javascript;charset=UTF-8"),
          Map.entry("json", "application/json"),
          Map.entry("map", "application/json"),
          Map.entry("png", "image/png"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("txt", "text/plain;charset=UTF-8"),
          Map.entry("wasm", "application/wasm"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("woff2", "font/woff2"));
  private static final String POLICY =
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; worker-src 'self'"
          + " blob:; object-src 'none'; base-uri 'self'; frame-ancestors 'none'";

  private final String folder;

  StaticFiles(String folder) {
    this.folder = folder;
  }

  /** A file by its absolute name on the class path. */
  void send(String resource, HttpServletResponse response) throws IOException {
    var content =
        content(resource)
            .orElseThrow(
                () ->
                    new BantamException(
                        ErrorCode.NOT_FOUND, "%s: is not part of this build".formatted(resource)));
    send(resource, content, response);
  }

  /** A file of the folder; or the index, where the path is none and does not look like one. */
  void sendOrIndex(String path, HttpServletResponse response) throws IOException {
    var file = SAFE.matcher(path).matches() ? content(folder + path) : Optional.<byte[]>empty();
    if (file.isPresent()) {
      if (path.startsWith("/assets/")) {
        response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
      }
      send(path, file.get(), response);
    } else if (path.startsWith("/assets/") || TYPES.containsKey(extension(path))) {
      throw new BantamException(ErrorCode.NOT_FOUND, "%s: there is no such file".formatted(path));
    } else {
      send(folder + "/index.html", response);
    }
  }

  private static void send(String name, byte[] content, HttpServletResponse response)
      throws IOException {
    response.setContentType(TYPES.getOrDefault(extension(name), "application/octet-stream"));
    response.setHeader("Content-Security-Policy", POLICY);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "same-origin");
    response.setHeader("ETag", '"' + Digest.of(content).hex() + '"');
    response.setContentLength(content.length);
    response.getOutputStream().write(content);
  }

  private static String extension(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  private static Optional<byte[]> content(String resource) throws IOException {
    try (var in = StaticFiles.class.getResourceAsStream(resource)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    }
  }
}
