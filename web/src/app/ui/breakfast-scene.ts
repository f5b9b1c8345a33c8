import { Component } from '@angular/core';

/** A thali, a cup of chai and the morning sun behind the hills. Decoration: the words beside it say it all. */
@Component({
  selector: 'praan-breakfast-scene',
  templateUrl: './breakfast-scene.html',
  styleUrl: './breakfast-scene.scss',
})
export class BreakfastScene {}
