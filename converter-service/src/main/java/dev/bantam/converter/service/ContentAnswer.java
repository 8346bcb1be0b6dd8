package dev.bantam.converter.service;

import dev.bantam.kit.artifact.Digest;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRange;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;

/** A file as an answer: whole or in ranges, and never changing. */
final class ContentAnswer {
  private ContentAnswer() {}

  static ResponseEntity<Resource> of(
      Path file, String digest, String fileName, HttpServletRequest request) {
    var content = new FileSystemResource(file);
    var tag = '"' + digest + '"';
    var expected = request.getHeader(HttpHeaders.IF_RANGE);
    boolean partly = expected == null || expected.equals(tag);
    if (partly) requireWithin(content, request.getHeader(HttpHeaders.RANGE));
    var hash = new Digest(digest).hash();
    var answer =
        ResponseEntity.ok()
            .contentType(MediaType.APPLICATION_OCTET_STREAM)
            .eTag(tag)
            .header("Repr-Digest", "sha-256=:" + Base64.getEncoder().encodeToString(hash) + ":")
            .header(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable")
            .header(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                    .filename(fileName, StandardCharsets.UTF_8)
                    .build()
                    .toString());
    if (partly) return answer.body(content);
    return answer.contentLength(file.toFile().length()).body(whole(file));
  }

  /**
   * What Spring gives no ranges of: a client that holds a part of other content would put them
   * together.
   */
  private static Resource whole(Path file) {
    return new InputStreamResource(() -> Files.newInputStream(file));
  }

  /** Spring would refuse it, too, but without a word. */
  private static void requireWithin(FileSystemResource content, @Nullable String range) {
    if (range == null) return;
    try {
      HttpRange.toResourceRegions(HttpRange.parseRanges(range), content);
    } catch (IllegalArgumentException e) {
      long length = content.getFile().length();
      var detail =
          "header Range: %s is not within the content, which has %d bytes".formatted(range, length);
      var status = HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE;
      var refusal =
          new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), e);
      refusal.getHeaders().set(HttpHeaders.CONTENT_RANGE, "bytes */" + length);
      throw refusal;
    }
  }
}
