/**
 * The contract as OpenAPI, as complete as the code knows it: what is always there, what may be
 * null, and of each kind of job its own recipe and result. {@code springdoc} reads the controllers;
 * what is here adds what it cannot see. Nothing is described by hand: a record says it all.
 */
@NullMarked
package dev.bantam.kit.contract;

import org.jspecify.annotations.NullMarked;
