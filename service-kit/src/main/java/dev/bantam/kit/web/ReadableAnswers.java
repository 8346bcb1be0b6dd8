package dev.bantam.kit.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses what makes something for a client that could not read the answer, before it is made:
 * Spring asks only once there is an answer.
 */
final class ReadableAnswers implements HandlerInterceptor {
  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws HttpMediaTypeNotAcceptableException {
    boolean makes = HttpMethod.POST.matches(request.getMethod());
    var accepted = request.getHeader(HttpHeaders.ACCEPT);
    if (!makes || accepted == null || takesJson(accepted)) return true;
    throw new HttpMediaTypeNotAcceptableException(List.of(MediaType.APPLICATION_JSON));
  }

  private static boolean takesJson(String accepted) {
    try {
      return MediaType.parseMediaTypes(accepted).stream()
          .anyMatch(type -> type.isCompatibleWith(MediaType.APPLICATION_JSON));
    } catch (InvalidMediaTypeException e) {
      return false;
    }
  }
}
