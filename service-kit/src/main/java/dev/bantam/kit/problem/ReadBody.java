package dev.bantam.kit.problem;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Type;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;

/**
 * The body of a request, which can be read again where something is wrong with it.
 *
 * @param type that is made of it
 */
public record ReadBody(HttpHeaders headers, byte[] content, Type type) implements HttpInputMessage {
  @Override
  public HttpHeaders getHeaders() {
    return headers;
  }

  @Override
  public InputStream getBody() {
    return new ByteArrayInputStream(content);
  }
}
