import { MediaMatcher } from '@angular/cdk/layout';
import { Injectable } from '@angular/core';

/** The CDK's matcher without the `<style>` element it writes for old browsers, which the policy refuses. */
@Injectable()
export class PlainMediaMatcher extends MediaMatcher {
  override matchMedia(query: string): MediaQueryList {
    return window.matchMedia(query);
  }
}
