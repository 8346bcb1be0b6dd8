package dev.bantam.kit.problem;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is refused before any endpoint is found, in the same form as everything else. */
@RestController
@Hidden
class ServerErrors implements ErrorController {
  @RequestMapping("/error")
  ResponseEntity<Problem> error(HttpServletRequest request) {
    int status =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
            ? code
            : 500;
    var address =
        request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String known
            ? known
            : null;
    var problem =
        Problem.of(
            ProblemType.ofStatus(status),
            "%s: the request cannot be read, must be one that the contract at /docs shows"
                .formatted(address == null ? "the address" : address),
            address);
    return ResponseEntity.status(status)
        .contentType(MediaType.parseMediaType(Problem.MEDIA_TYPE))
        .body(problem);
  }
}
