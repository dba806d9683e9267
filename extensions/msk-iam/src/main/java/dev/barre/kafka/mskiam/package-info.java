/** Logs in to Amazon MSK as an identity of IAM, by Amazon's own library. */
@NullMarked
package dev.barre.kafka.mskiam;

import org.jspecify.annotations.NullMarked;
