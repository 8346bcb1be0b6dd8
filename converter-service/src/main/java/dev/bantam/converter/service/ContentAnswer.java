package dev.bantam.converter.service;

import dev.bantam.kit.artifact.Digest;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

/** A file as an answer: whole or in ranges, and never changing. */
final class ContentAnswer {
  private ContentAnswer() {}

  static ResponseEntity<Resource> of(
      Path file, String digest, String fileName, HttpServletRequest request) {
    ShallowEtagHeaderFilter.disableContentCaching(request);
    var hash = new Digest(digest).hash();
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_OCTET_STREAM)
        .eTag('"' + digest + '"')
        .header("Repr-Digest", "sha-256=:" + Base64.getEncoder().encodeToString(hash) + ":")
        .header(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable")
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment()
                .filename(fileName, StandardCharsets.UTF_8)
                .build()
                .toString())
        .body(new FileSystemResource(file));
  }
}
