package dev.bantam.kit.web;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kit.problem.InputError;
import dev.bantam.kit.problem.InvalidInputException;
import dev.bantam.kit.problem.ReadBody;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/**
 * Takes the body of a request whole before anything is made of it, and no more than a limit. Files
 * come in as streams and have limits of their own.
 */
@RestControllerAdvice
final class BodyLimit extends RequestBodyAdviceAdapter {
  private final int limitBytes;

  BodyLimit(int limitBytes) {
    this.limitBytes = limitBytes;
  }

  @Override
  public boolean supports(
      MethodParameter parameter, Type type, Class<? extends HttpMessageConverter<?>> converter) {
    return true;
  }

  @Override
  public HttpInputMessage beforeBodyRead(
      HttpInputMessage message,
      MethodParameter parameter,
      Type type,
      Class<? extends HttpMessageConverter<?>> converter)
      throws IOException {
    var content = message.getBody().readNBytes(limitBytes + 1);
    if (content.length > limitBytes) {
      throw new BantamException(
          ErrorCode.TOO_LARGE,
          "the body: is longer than the limit of %d bytes, send less".formatted(limitBytes));
    }
    if (NulEscape.isIn(new String(content, StandardCharsets.ISO_8859_1))) {
      throw new InvalidInputException(
          List.of(InputError.at("", "holds the character NUL, must be text without it")));
    }
    return new ReadBody(message.getHeaders(), content, type);
  }
}
