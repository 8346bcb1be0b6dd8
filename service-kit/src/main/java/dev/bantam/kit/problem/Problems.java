package dev.bantam.kit.problem;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kit.DatabaseFault;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Validator;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.BindingResult;
import org.springframework.validation.FieldError;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingRequestValueException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.json.JsonMapper;

/** Every refusal, in one form (RFC 9457): a type that a client switches on, a detail to act on. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
public class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
  private static final String RETRY_SECONDS = "5";

  private final JsonMapper json;
  private final Validator validator;

  Problems(JsonMapper json, Validator validator) {
    this.json = json;
    this.validator = validator;
  }

  @ExceptionHandler
  ResponseEntity<Problem> refused(BantamException refusal, HttpServletRequest request) {
    if (refusal.code().cause() != ErrorCode.Cause.INPUT) {
      LOG.warn("{} {} was refused", request.getMethod(), request.getRequestURI(), refusal);
    }
    return answer(Problem.of(refusal, request.getRequestURI()), new HttpHeaders());
  }

  @ExceptionHandler
  ResponseEntity<Problem> invalid(
      MethodArgumentNotValidException refusal, HttpServletRequest request) {
    var target = refusal.getBindingResult().getTarget();
    return refused(
        new InvalidInputException(allOf(target, errors(refusal.getBindingResult()))), request);
  }

  /** What is known to be wrong with an input, and what its own rules say of the rest. */
  private static List<InputError> allOf(@Nullable Object input, List<InputError> known) {
    if (!(input instanceof CheckedInput checked)) return sorted(known.stream());
    var own = new InvalidInputException.Collector();
    checked.check(own);
    var told = known.stream().map(InputError::pointer).collect(Collectors.toSet());
    return sorted(
        Stream.concat(
            known.stream(), own.errors().stream().filter(it -> !told.contains(it.pointer()))));
  }

  private static List<InputError> sorted(Stream<InputError> errors) {
    return errors
        .sorted(
            Comparator.comparing((InputError error) -> String.valueOf(error.pointer()))
                .thenComparing(InputError::detail))
        .toList();
  }

  @ExceptionHandler
  ResponseEntity<Problem> invalid(
      HandlerMethodValidationException refusal, HttpServletRequest request) {
    var errors =
        refusal.getParameterValidationResults().stream()
            .flatMap(
                result ->
                    result.getResolvableErrors().stream()
                        .map(
                            error ->
                                InputError.parameter(
                                    name(result.getMethodParameter().getParameterName()),
                                    String.valueOf(error.getDefaultMessage()))))
            .toList();
    return refused(new InvalidInputException(errors), request);
  }

  @ExceptionHandler
  ResponseEntity<Problem> mistyped(
      MethodArgumentTypeMismatchException refusal, HttpServletRequest request) {
    var type = refusal.getRequiredType();
    var error =
        InputError.parameter(
            refusal.getName(),
            "\"%s\" %s"
                .formatted(
                    refusal.getValue(), JsonRefusals.mustBe(type == null ? Object.class : type)));
    return refused(new InvalidInputException(List.of(error)), request);
  }

  @ExceptionHandler
  ResponseEntity<Problem> undecodable(
      InvalidParameterException refusal, HttpServletRequest request) {
    var detail = "the query: cannot be decoded, must be UTF-8, percent-encoded";
    return answer(
        Problem.of(ProblemType.UNREADABLE, detail, request.getRequestURI()), new HttpHeaders());
  }

  @ExceptionHandler
  ResponseEntity<Problem> missing(
      MissingRequestValueException refusal, HttpServletRequest request) {
    var name =
        refusal instanceof MissingServletRequestParameterException parameter
            ? parameter.getParameterName()
            : "";
    var detail = "parameter %s: is missing, must be given".formatted(name);
    return answer(
        Problem.of(ProblemType.UNREADABLE, detail, request.getRequestURI())
            .with(List.of(InputError.parameter(name, "is missing, must be given"))),
        new HttpHeaders());
  }

  @ExceptionHandler
  ResponseEntity<Problem> unreadable(
      HttpMessageNotReadableException refusal, HttpServletRequest request) {
    for (Throwable cause = refusal.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof BantamException known) return refused(known, request);
      if (cause instanceof JacksonException wrong) {
        return json(wrong, refusal.getHttpInputMessage(), request);
      }
    }
    return answer(
        Problem.of(
            ProblemType.UNREADABLE, "the body: is missing, must be JSON", request.getRequestURI()),
        new HttpHeaders());
  }

  /** Text that is no JSON, and JSON that says something else than was asked for. */
  private ResponseEntity<Problem> json(
      JacksonException refusal, HttpInputMessage message, HttpServletRequest request) {
    boolean outOfRange = refusal instanceof InputCoercionException;
    if (refusal instanceof StreamReadException broken && !outOfRange) {
      var detail = JsonRefusals.detail(broken);
      return answer(
          Problem.of(ProblemType.UNREADABLE, detail, request.getRequestURI()), new HttpHeaders());
    }
    var errors =
        message instanceof ReadBody body ? mismatches(body) : List.of(JsonRefusals.error(refusal));
    return refused(new InvalidInputException(errors), request);
  }

  /** All that is of another kind than was asked for, and what is wrong with the rest. */
  private List<InputError> mismatches(ReadBody body) {
    var found = AllMismatches.in(body, json);
    if (found.input().isEmpty()) return sorted(found.errors().stream());
    var input = found.input().get();
    var told = found.errors().stream().map(InputError::pointer).collect(Collectors.toSet());
    var invalid =
        validator.validate(input).stream()
            .map(it -> InputError.at(pointer(it.getPropertyPath().toString()), it.getMessage()))
            .filter(it -> !told.contains(it.pointer()));
    return allOf(input, Stream.concat(found.errors().stream(), invalid).toList());
  }

  @ExceptionHandler
  ResponseEntity<Problem> noMethod(
      HttpRequestMethodNotSupportedException refusal, HttpServletRequest request) {
    var allowed =
        Objects.requireNonNullElse(refusal.getSupportedHttpMethods(), List.<HttpMethod>of());
    var detail =
        "%s %s: is not possible, must be one of %s"
            .formatted(
                refusal.getMethod(),
                request.getRequestURI(),
                allowed.stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", ")));
    return answer(
        Problem.of(ProblemType.METHOD_NOT_ALLOWED, detail, request.getRequestURI()),
        refusal.getHeaders());
  }

  @ExceptionHandler
  ResponseEntity<Problem> noMediaType(
      HttpMediaTypeNotSupportedException refusal, HttpServletRequest request) {
    var type = refusal.getContentType();
    var detail =
        "header Content-Type: %s is not read here, must be application/json"
            .formatted(type == null ? "none" : type.getType() + "/" + type.getSubtype());
    return answer(
        Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, detail, request.getRequestURI()),
        new HttpHeaders());
  }

  @ExceptionHandler
  ResponseEntity<Problem> notAcceptable(
      HttpMediaTypeNotAcceptableException refusal, HttpServletRequest request) {
    var detail =
        "header Accept: %s cannot be answered, must allow %s"
            .formatted(
                request.getHeader(HttpHeaders.ACCEPT), words(refusal.getSupportedMediaTypes()));
    return answer(
        Problem.of(ProblemType.NOT_ACCEPTABLE, detail, request.getRequestURI()), new HttpHeaders());
  }

  @ExceptionHandler({NoResourceFoundException.class, NoHandlerFoundException.class})
  ResponseEntity<Problem> noAddress(Exception refusal, HttpServletRequest request) {
    var detail = "%s: there is no such address".formatted(request.getRequestURI());
    return refused(new BantamException(ErrorCode.NOT_FOUND, detail), request);
  }

  /**
   * The database may be gone for a moment; nothing was written, so the same request may come again.
   */
  private static ResponseEntity<Problem> away(Exception failure, HttpServletRequest request) {
    LOG.warn("{} {} met a database fault", request.getMethod(), request.getRequestURI(), failure);
    var detail = "the database: does not answer just now, try the same again";
    return answer(
        Problem.of(ProblemType.of(ErrorCode.UNAVAILABLE), detail, request.getRequestURI()),
        new HttpHeaders());
  }

  /** Whoever asked has left; there is nobody to answer. */
  @ExceptionHandler
  void left(AsyncRequestNotUsableException gone) {
    LOG.debug("a client left before the end of its answer", gone);
  }

  @ExceptionHandler
  ResponseEntity<Problem> unexpected(Exception failure, HttpServletRequest request)
      throws IOException {
    if (failure instanceof IOException gone) throw gone;
    if (DatabaseFault.mayPass(failure)) return away(failure, request);
    if (failure instanceof ErrorResponse known) return known(known, request);
    LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), failure);
    var detail =
        "%s %s: failed by a fault of ours".formatted(request.getMethod(), request.getRequestURI());
    return answer(
        Problem.of(ProblemType.of(ErrorCode.INTERNAL), detail, request.getRequestURI()),
        new HttpHeaders());
  }

  /** What Spring refuses by itself, in our form. */
  private static ResponseEntity<Problem> known(ErrorResponse refusal, HttpServletRequest request) {
    int status = refusal.getStatusCode().value();
    var type = ProblemType.ofStatus(status);
    var detail = String.valueOf(refusal.getBody().getDetail());
    return answer(Problem.of(type, detail, request.getRequestURI()), refusal.getHeaders());
  }

  private static ResponseEntity<Problem> answer(Problem problem, HttpHeaders headers) {
    var response =
        ResponseEntity.status(HttpStatusCode.valueOf(problem.status()))
            .headers(headers)
            .contentType(MediaType.parseMediaType(Problem.MEDIA_TYPE));
    if (problem.status() == 429 || problem.status() == 503) {
      response.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
    }
    return response.body(problem);
  }

  private static List<InputError> errors(BindingResult result) {
    return result.getAllErrors().stream()
        .map(
            error ->
                InputError.at(
                    error instanceof FieldError field ? pointer(field.getField()) : "",
                    String.valueOf(error.getDefaultMessage())))
        .toList();
  }

  /** {@code layers[2].name} as {@code /layers/2/name}. */
  static String pointer(String path) {
    return Stream.of(path.split("[.\\[\\]]+"))
        .filter(step -> !step.isEmpty())
        .map(step -> "/" + JsonRefusals.escaped(step))
        .collect(Collectors.joining());
  }

  private static String name(@Nullable String name) {
    return name == null ? "" : name;
  }

  /** What Spring cannot read of the header, it does not compare with what there is. */
  private static String words(List<MediaType> types) {
    var concrete =
        types.stream()
            .filter(MediaType::isConcrete)
            .map(MediaType::toString)
            .collect(Collectors.joining(" or "));
    return concrete.isEmpty() ? MediaType.APPLICATION_JSON_VALUE : concrete;
  }
}
