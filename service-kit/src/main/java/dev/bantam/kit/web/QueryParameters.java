package dev.bantam.kit.web;

import dev.bantam.kit.problem.InputError;
import dev.bantam.kit.problem.InvalidInputException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses query parameters that the endpoint does not have, for a misspelt filter must not filter
 * nothing; those that stand twice and can be one thing only; and values that no text may have.
 */
final class QueryParameters implements HandlerInterceptor {
  private final ParameterNameDiscoverer names = new DefaultParameterNameDiscoverer();

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (!(handler instanceof HandlerMethod method)
        || !request.getRequestURI().startsWith("/api/")) {
      return true;
    }
    var known = known(method);
    var errors = new ArrayList<InputError>();
    new TreeMap<>(request.getParameterMap())
        .forEach(
            (name, values) -> {
              var parameter = known.get(name);
              if (parameter == null) {
                errors.add(InputError.parameter(name, "is not known, " + expected(known.keySet())));
              } else if (values.length > 1 && !takesSeveral(parameter)) {
                errors.add(
                    InputError.parameter(
                        name, "is given %d times, must be given once".formatted(values.length)));
              } else if (Arrays.stream(values).anyMatch(value -> value.indexOf('\0') >= 0)) {
                errors.add(
                    InputError.parameter(name, "holds the character NUL, must be text without it"));
              }
            });
    if (!errors.isEmpty()) throw new InvalidInputException(errors);
    return true;
  }

  private SortedMap<String, MethodParameter> known(HandlerMethod method) {
    var known = new TreeMap<String, MethodParameter>();
    Arrays.stream(method.getMethodParameters())
        .filter(parameter -> parameter.hasParameterAnnotation(RequestParam.class))
        .forEach(parameter -> known.put(name(parameter), parameter));
    return known;
  }

  private static boolean takesSeveral(MethodParameter parameter) {
    return Collection.class.isAssignableFrom(parameter.getParameterType());
  }

  private String name(MethodParameter parameter) {
    var annotation = parameter.getParameterAnnotation(RequestParam.class);
    if (annotation != null && !annotation.name().isEmpty()) return annotation.name();
    parameter.initParameterNameDiscovery(names);
    return String.valueOf(parameter.getParameterName());
  }

  private static String expected(Set<String> known) {
    return known.isEmpty() ? "there is none here" : "must be one of " + String.join(", ", known);
  }
}
