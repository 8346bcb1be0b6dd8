package dev.bantam.kit.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.InputStream;
import org.springframework.http.HttpMethod;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

/**
 * Names what was read by a digest of it, for HEAD as for GET. Files, which are named already and
 * too long to be kept in memory, and events pass untouched: the filter would hold back how long
 * they are.
 */
final class Etags extends ShallowEtagHeaderFilter {
  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    var address = request.getRequestURI();
    return address.endsWith("/content") || address.endsWith("/events");
  }

  @Override
  protected boolean isEligibleForEtag(
      HttpServletRequest request, HttpServletResponse response, int status, InputStream content) {
    boolean head = HttpMethod.HEAD.matches(request.getMethod());
    if (!head) return super.isEligibleForEtag(request, response, status, content);
    return !response.isCommitted() && status >= 200 && status < 300;
  }
}
