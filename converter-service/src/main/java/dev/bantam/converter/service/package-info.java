/**
 * The store of models and data sets, and conversions as jobs: thin Spring around {@link
 * dev.bantam.converter.Converter} and the readers. Content is kept once under its digest; rows say
 * what it is and what it was made from. What a model means is the libraries' business.
 */
@NullMarked
package dev.bantam.converter.service;

import org.jspecify.annotations.NullMarked;
