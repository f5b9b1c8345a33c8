import { Component } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { PreferencesMenu } from '../core/preferences-menu';
import { SkipLink } from '../core/skip-link';
import { BreakfastScene } from '../ui/breakfast-scene';
import { Icon } from '../ui/icon';
import { Logo } from '../ui/logo';

/** The front door: what Praan is on one side, the way in on the other. */
@Component({
  selector: 'praan-welcome',
  imports: [BreakfastScene, Icon, Logo, PreferencesMenu, RouterOutlet, SkipLink, TranslocoDirective],
  templateUrl: './welcome.html',
  styleUrl: './welcome.scss',
})
export class Welcome {}
