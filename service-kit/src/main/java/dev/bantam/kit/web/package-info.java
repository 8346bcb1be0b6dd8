/**
 * The manners that all endpoints share: pages with cursors, unknown parameters refused, requests
 * that may be repeated, ETags, the contract as OpenAPI.
 */
@NullMarked
package dev.bantam.kit.web;

import org.jspecify.annotations.NullMarked;
